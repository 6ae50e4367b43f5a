namespace Windtunnel;

/// <summary>Which commit the code is of, and whether it was changed since.</summary>
internal static class CommitFacts
{
    private const string Commit = "# branch.oid ";
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    /// <param name="folder">In the repository.</param>
    /// <param name="version">What the program says of itself where there is no repository: a <c>+</c> stands before the commit.</param>
    public static IEnumerable<(string Name, string? Value)> Of(string folder, string? version)
    {
        string[]? lines = ProgramAnswer.Lines(
            "git", ["--no-optional-locks", "-C", folder, "status", "--porcelain=v2", "--branch"], Longest);
        if (lines is null)
        {
            return version?.Split('+') is [_, var built] ? [("commit", built)] : [];
        }

        string? commit = Array.Find(lines, line => line.StartsWith(Commit, StringComparison.Ordinal))?[Commit.Length..];
        return [("commit", commit), ("dirty", lines.Any(line => line[0] != '#') ? "yes" : "no")];
    }
}
