namespace Windtunnel.Architecture.Tests;

internal static class Rule
{
    /// <summary>Fails with every violation on a line of its own, below the rule and what to do about it.</summary>
    public static void Holds(string rule, IEnumerable<string> violations)
    {
        var found = violations.ToList();
        Assert.True(found.Count == 0, $"{rule}\n  {string.Join("\n  ", found)}");
    }
}
