using System.ComponentModel;
using System.Diagnostics;

namespace Windtunnel;

/// <summary>Which commit the code is of, and whether it was changed since.</summary>
internal static class CommitFacts
{
    private const int LongestMilliseconds = 3000;
    private const string Commit = "# branch.oid ";

    /// <param name="folder">In the repository.</param>
    /// <param name="version">What the program says of itself where there is no repository: a <c>+</c> stands before the commit.</param>
    public static IEnumerable<(string Name, string? Value)> Of(string folder, string? version)
    {
        string[]? lines = Ask(folder)?.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines is null)
        {
            return version?.Split('+') is [_, var built] ? [("commit", built)] : [];
        }

        string? commit = Array.Find(lines, line => line.StartsWith(Commit, StringComparison.Ordinal))?[Commit.Length..];
        return [("commit", commit), ("dirty", lines.Any(line => line[0] != '#') ? "yes" : "no")];
    }

    /// <summary>Null where there is no git, or no repository.</summary>
    private static string? Ask(string folder)
    {
        try
        {
            ProcessStartInfo start = new("git", ["--no-optional-locks", "-C", folder, "status", "--porcelain=v2", "--branch"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using Process git = Process.Start(start)!;
            Task<string> output = git.StandardOutput.ReadToEndAsync();
            if (!git.WaitForExit(LongestMilliseconds))
            {
                git.Kill();
                return null;
            }

            return git.ExitCode == 0 ? output.GetAwaiter().GetResult() : null;
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or IOException)
        {
            return null;
        }
    }
}
