namespace Windtunnel.Airflow;

/// <summary>Finds what differs between the stub that is deployed and the one that the bundle would export.</summary>
internal static class StubDrift
{
    private const int MostShown = 20;

    public static IEnumerable<string> Between(string deployed, StubFile exported)
    {
        string[] there = Lines(deployed);
        string[] here = Lines(exported.Text);
        if (there.SequenceEqual(here))
        {
            return [];
        }

        string[] gone = [.. Only(here, there).Select(line => $"The deployed stub lacks: {line}")];
        string[] extra = [.. Only(there, here).Select(line => $"The bundle does not have: {line}")];
        string[] found = [.. gone, .. extra];
        return found.Length == 0 ? ["The lines of the deployed stub are in another order. Export it again."]
            : found.Length <= MostShown ? found
            : [.. found.Take(MostShown), $"{found.Length - MostShown} further lines differ. Export {exported.FileName} again."];
    }

    private static string[] Lines(string text) => [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];

    /// <summary>Lines that occur more often in the one than in the other.</summary>
    private static IEnumerable<string> Only(string[] one, string[] other)
    {
        Dictionary<string, int> left = other.CountBy(line => line).ToDictionary(StringComparer.Ordinal);
        foreach (string line in one)
        {
            left.TryGetValue(line, out int count);
            if (count == 0)
            {
                yield return line;
            }

            left[line] = Math.Max(0, count - 1);
        }
    }
}
