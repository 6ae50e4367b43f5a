using System.Reflection;
using System.Text.RegularExpressions;

namespace Windtunnel.Airflow.Tests;

/// <summary>What <c>capabilities.yaml</c> declares, against Airflow's names and against the tests it names.</summary>
public sealed partial class CapabilitiesTests
{
    // Airflow's names, in its order.
    private const string Names =
        "success failed up_for_retry skipped deferred up_for_reschedule awaiting_input removed "
        + "mixed-lang-stub-target taskflow-binding task-logging xcom-read-write connection-read variable-read-write "
        + "self-contained-bundle retry-policy task-state-store asset-state-store asset-event-emit asset-event-read "
        + "native-dag-authoring task-args dag-params taskflow-dependencies branching dag-test task-group dynamic-task-mapping "
        + "asset-inlets-outlets asset-scheduling object-store";

    private static readonly string Text = File.ReadAllText(Path.Combine(Repository.Root, "src", "Windtunnel.Airflow", "capabilities.yaml"));

    private static readonly Match[] Lines = [.. Line().Matches(Text).Cast<Match>()];

    [Fact]
    public void Names_OfAirflow_AreAllDeclared() =>
        Assert.Equal(Names, string.Join(' ', Lines.Select(line => line.Groups["name"].Value)));

    [Fact]
    public void Capability_ThatIsSupported_NamesATestThatExists() => Assert.All(
        Lines.Where(line => line.Groups["supported"].Value == "true"),
        line => Assert.True(
            IsTest(line.Groups["test"].Value), $"{line.Groups["name"].Value}: there is no test {line.Groups["test"].Value}."));

    [Fact]
    public void Schema_OfTheFile_IsTheBundles() =>
        Assert.Contains($"supervisor_schema_version: \"{BundleManifest.SupportedSchemaVersion}\"", Text, StringComparison.Ordinal);

    private static bool IsTest(string name) => name.Split('.') is [var type, var method]
        && typeof(CapabilitiesTests).Assembly.GetTypes().Any(known =>
            known.Name == type && known.GetMethod(method)?.GetCustomAttribute<FactAttribute>() is { Skip: null });

    [GeneratedRegex("""^  (?<name>[\w-]+): \{supported: (?<supported>true|false), .* note: "(?<test>\w+\.\w+)?""", RegexOptions.Multiline)]
    private static partial Regex Line();
}
