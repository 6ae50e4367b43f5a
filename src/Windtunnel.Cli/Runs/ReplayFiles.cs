namespace Windtunnel.Cli.Runs;

/// <summary>An empty directory for a run that is repeated. Where the first run had its files, so that paths in both journals are the same:
/// its files are put aside meanwhile. For a journal from elsewhere, a temporary directory.</summary>
internal sealed class ReplayFiles : IDisposable
{
    private readonly string? _aside;

    public ReplayFiles(string journal)
    {
        string original = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(journal))!, RunFolder.FilesName);
        string aside = $"{original}.aside";
        RestoreAfterKill(original, aside);
        if (!System.IO.Directory.Exists(original))
        {
            Directory = System.IO.Directory.CreateTempSubdirectory("windtunnel-replay-");
            return;
        }

        System.IO.Directory.Move(original, aside);
        _aside = aside;
        Directory = System.IO.Directory.CreateDirectory(original);
    }

    public DirectoryInfo Directory { get; }

    public void Dispose()
    {
        Directory.Delete(recursive: true);
        if (_aside is not null)
        {
            System.IO.Directory.Move(_aside, Directory.FullName);
        }
    }

    private static void RestoreAfterKill(string original, string aside)
    {
        if (System.IO.Directory.Exists(aside))
        {
            if (System.IO.Directory.Exists(original))
            {
                System.IO.Directory.Delete(original, recursive: true);
            }

            System.IO.Directory.Move(aside, original);
        }
    }
}
