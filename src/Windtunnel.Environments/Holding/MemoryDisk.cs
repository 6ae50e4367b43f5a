namespace Windtunnel.Environments;

/// <summary>A file system in memory, for files that need outlive nothing. A database is some 300 small files: on a disk, making and
/// deleting them waits for the disk's journal, here it does not.</summary>
internal static class MemoryDisk
{
    /// <summary>The environment variable that names another folder, or <c>none</c>.</summary>
    public const string Variable = "WINDTUNNEL_MEMORY";

    /// <summary>Where Linux has it.</summary>
    public const string Usual = "/dev/shm";

    private const long LeastRoom = 1L << 30;

    /// <summary>Where it is; null: the machine has none, or no GiB of room is left in it.</summary>
    public static string? Folder => Environment.GetEnvironmentVariable(Variable) switch
    {
        "none" => null,
        { Length: > 0 } given => Path.GetFullPath(given),
        _ => HasRoom() ? Usual : null,
    };

    private static bool HasRoom()
    {
        if (!OperatingSystem.IsLinux() || !Directory.Exists(Usual))
        {
            return false;
        }

        // What lies there counts as memory, and a container may have less of that than its share of the file system says.
        var drive = new DriveInfo(Usual);
        return drive.DriveFormat == "tmpfs" && drive.AvailableFreeSpace >= LeastRoom
            && GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >= 2 * LeastRoom;
    }
}
