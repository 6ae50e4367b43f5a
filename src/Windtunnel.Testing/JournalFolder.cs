using System.Security.Cryptography;

namespace Windtunnel.Testing;

/// <summary>Where the journals of runs that disappointed a test are kept: <c>out/journals</c> of the repository the test lies in,
/// or a folder for temporary files.</summary>
internal static class JournalFolder
{
    private static string Location { get; } = RepositoryRoot() is { } root
        ? Path.Combine(root, "out", "journals")
        : Path.Combine(Path.GetTempPath(), "windtunnel", "journals");

    /// <summary>Keeps the journal under a name made from its content, so that the same failure is kept once.</summary>
    /// <returns>The line of a message that says how to replay it.</returns>
    public static string Keep(Run run)
    {
        using var content = new MemoryStream();
        run.Journal.Save(content);
        string digest = Convert.ToHexStringLower(SHA256.HashData(content.GetBuffer().AsSpan(0, (int)content.Length)).AsSpan(0, 4));
        string path = Path.Combine(Location, $"{run.DagId}.{digest}.journal.jsonl");
        try
        {
            Directory.CreateDirectory(Location);
            run.Save(path);
            return $"Replay: windtunnel replay \"{path}\"";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The expectation that failed matters more than its journal.
            return $"The journal could not be kept at {path}: {e.Message}";
        }
    }

    private static string? RepositoryRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Path.Exists(Path.Combine(folder.FullName, ".git")))
            {
                return folder.FullName;
            }
        }

        return null;
    }
}
