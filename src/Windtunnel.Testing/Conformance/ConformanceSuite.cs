namespace Windtunnel.Testing.Conformance;

/// <summary>What the check of one recording gave.</summary>
/// <param name="Name">The scenario's name, or the timetable in words.</param>
/// <param name="Agrees">True when everything compared is equal; null, and not counted, when several outcomes are possible.</param>
/// <param name="Difference">What differs, with the graph and both outcomes; null when nothing does.</param>
public sealed record ConformanceRow(string Name, bool? Agrees, string? Difference = null);

/// <summary>Compares this engine with recordings of a real Airflow.</summary>
public static class ConformanceSuite
{
    /// <summary>Checks every file of scenarios or timetables (<c>*.json</c>) in a folder; other files are passed over.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">A file cannot be read.</exception>
    public static async IAsyncEnumerable<ConformanceRow> CheckAsync(string folder)
    {
        foreach (string path in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            var file = ConformanceFile.Read(path);
            foreach (Scenario scenario in file.Scenarios)
            {
                yield return await GuardAsync(scenario.Name, () => ScenarioCheck.RunAsync(scenario));
            }

            foreach (RecordedSchedule schedule in file.Schedules)
            {
                yield return await GuardAsync($"timetable of {Path.GetFileName(path)}", () => Task.FromResult(schedule.Check()));
            }
        }
    }

    /// <summary>A recording that this Windtunnel cannot even build is a disagreement, and hides no other.</summary>
    private static async Task<ConformanceRow> GuardAsync(string name, Func<Task<ConformanceRow>> check)
    {
        try
        {
            return await check();
        }
        catch (Exception e)
        {
            return new(name, false, $"It could not be checked: {e.GetType().Name}: {e.Message}");
        }
    }
}
