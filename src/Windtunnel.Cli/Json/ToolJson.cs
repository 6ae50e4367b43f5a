using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Windtunnel.Cli.Json;

/// <summary>How <c>--json</c> prints; docs/cli.md lists the fields.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(RunsJson))]
[JsonSerializable(typeof(DagJson[]))]
[JsonSerializable(typeof(StepJson[]))]
[JsonSerializable(typeof(ReplayJson))]
[JsonSerializable(typeof(CompareJson))]
[JsonSerializable(typeof(CatalogJson))]
[JsonSerializable(typeof(ConformanceJson))]
[JsonSerializable(typeof(BundleJson))]
[JsonSerializable(typeof(ProblemsJson))]
[JsonSerializable(typeof(FindingJson[]))]
[JsonSerializable(typeof(DriftJson[]))]
[JsonSerializable(typeof(SettingJson[]))]
internal sealed partial class ToolJson : JsonSerializerContext
{
    /// <summary>As written above, without escapes that only HTML needs.</summary>
    public static ToolJson Readable => field ??=
        new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
