namespace Windtunnel.Environments;

/// <summary>Where the programs of a PostgreSQL server are.</summary>
/// <param name="Folder">Holds <c>initdb</c> and <c>postgres</c>.</param>
internal sealed record PostgresInstallation(string Folder)
{
    /// <summary>The environment variable that names the folder.</summary>
    public const string Variable = "WINDTUNNEL_POSTGRES";

    // Debian keeps each major version in a folder of its own, and none of them on the PATH.
    private static readonly string[] VersionFolders = ["/usr/lib/postgresql", "/usr/pgsql", "/opt/homebrew/opt"];

    public string InitDb => Path.Combine(Folder, "initdb");

    public string Server => Path.Combine(Folder, "postgres");

    /// <summary>The newest of the machine; null: there is none.</summary>
    public static PostgresInstallation? Find() => Given() ?? OnPath() ?? InVersionFolders();

    private static PostgresInstallation? Given() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder && IsThere(folder) ? new(folder) : null;

    private static PostgresInstallation? OnPath() =>
        Executable.Find("initdb") is { } found && Path.GetDirectoryName(found) is { } folder && IsThere(folder) ? new(folder) : null;

    private static PostgresInstallation? InVersionFolders() => VersionFolders
        .Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateDirectories(folder))
        .Select(folder => (Folder: Path.Combine(folder, "bin"), Version: VersionIn(Path.GetFileName(folder))))
        .Where(found => IsThere(found.Folder))
        .OrderByDescending(found => found.Version)
        .Select(found => new PostgresInstallation(found.Folder))
        .FirstOrDefault();

    private static int VersionIn(string name) => int.TryParse(name.Where(char.IsAsciiDigit).ToArray(), out int version) ? version : 0;

    private static bool IsThere(string folder) =>
        File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres"));
}
