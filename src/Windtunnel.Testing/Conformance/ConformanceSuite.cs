using System.Collections.Immutable;
using System.Text.Json;

namespace Windtunnel.Testing.Conformance;

/// <summary>What the check of one recorded case gave.</summary>
/// <param name="Name">The scenario's or case's name.</param>
/// <param name="Agrees">True when everything compared is equal. Null when several outcomes are possible, so that nothing is counted.</param>
/// <param name="Difference">What differs, with the graph and both outcomes; null when nothing does.</param>
public sealed record ConformanceRow(string Name, bool? Agrees, string? Difference = null);

/// <summary>Compares this engine with recordings of a real Airflow.</summary>
public static class ConformanceSuite
{
    /// <summary>Checks every scenario file (<c>*.json</c>) of a folder; other files are passed over.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">A scenario file cannot be read.</exception>
    public static async IAsyncEnumerable<ConformanceRow> CheckAsync(string folder)
    {
        foreach (string path in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            foreach (Scenario scenario in Load(path))
            {
                yield return await ScenarioCheck.RunAsync(scenario);
            }
        }
    }

    internal static ImmutableArray<Scenario> Load(string path)
    {
        using FileStream stream = File.OpenRead(path);
        using JsonDocument document = JsonDocument.Parse(stream);
        bool isScenarioFile = document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.TryGetProperty("scenarios", out JsonElement scenarios)
            && scenarios.ValueKind == JsonValueKind.Array;
        return isScenarioFile ? document.Deserialize(ConformanceJson.Default.ScenarioFile)!.Scenarios : [];
    }
}
