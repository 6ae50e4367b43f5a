namespace Windtunnel.Environments;

/// <summary>The folder in which the processes of one user tell each other what they hold of the machine.</summary>
/// <remarks>
/// <code>
/// ROOT/OWNER.lock     locked while the process that created it lives, whatever kills it
/// ROOT/OWNER/         all its services' files; whoever gets the lock of a dead owner may delete it
/// ROOT/OWNER/held/    one file per process it started
/// ROOT/OWNER/memory   a link to what it has in memory: DISK/windtunnel-OWNER
/// ROOT/OWNER/engines  the engines in which it has containers
/// ROOT/OWNER/dead     somebody clears it away and holds the lock meanwhile
/// ROOT/ports/PORT     locked while the port is leased, then deleted
/// </code>
/// </remarks>
internal sealed class LeaseRoot
{
    /// <summary>The environment variable that puts the folder elsewhere, e.g. where the disk for temporary files is small.</summary>
    public const string Variable = "WINDTUNNEL_LEASES";

    private const UnixFileMode OwnButPassable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    // EWOULDBLOCK of Linux and of macOS, and the sharing violation of Windows.
    private static readonly int[] OfALockedFile = [11, 35, unchecked((int)0x80070020)];

    private static readonly Lazy<LeaseRoot> Shared = new(() =>
        new(Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given
            ? Path.GetFullPath(given)
            : Path.Combine(Path.GetTempPath(), $"windtunnel-{Environment.UserName}")));

    /// <exception cref="EnvironmentException">It cannot be made.</exception>
    public LeaseRoot(string path)
    {
        Folder = path;
        try
        {
            CreateFolder(path);
            CreateFolder(Ports);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(e);
        }
    }

    public static LeaseRoot Default => Shared.Value;

    public string Folder { get; }

    public string Ports => Path.Combine(Folder, "ports");

    public string FolderOf(string owner) => Path.Combine(Folder, owner);

    /// <summary>Where an owner notes its processes, see <see cref="HeldProcess"/>.</summary>
    public string HeldOf(string owner) => Path.Combine(FolderOf(owner), "held");

    /// <summary>Where an owner notes the engines in which it has containers, see <see cref="HeldContainers"/>.</summary>
    public string EnginesOf(string owner) => Path.Combine(FolderOf(owner), "engines");

    public string DeadOf(string owner) => Path.Combine(FolderOf(owner), "dead");

    public string LockOf(string owner) => Path.Combine(Folder, owner + ".lock");

    public IEnumerable<string> Owners => Directory.EnumerateFiles(Folder, "*.lock").Select(file => Path.GetFileNameWithoutExtension(file));

    /// <summary>Where an owner has files in memory. The link is there before the folder, so that whoever finds the one finds the
    /// other.</summary>
    public string LinkToMemory(string owner, string disk)
    {
        CreateFolder(FolderOf(owner));
        try
        {
            Directory.CreateSymbolicLink(LinkOf(owner), Path.Combine(disk, MemoryNameOf(owner)));
        }
        catch (IOException) when (MemoryOf(owner) is not null)
        {
            // It was made before.
        }

        return MemoryOf(owner)!;
    }

    /// <summary>What <see cref="LinkToMemory"/> made; null: nothing. Where the link was deleted, it is looked for at the usual
    /// place.</summary>
    public string? MemoryOf(string owner) => new DirectoryInfo(LinkOf(owner)).LinkTarget
        ?? (Path.Combine(MemoryDisk.Usual, MemoryNameOf(owner)) is var usual && Directory.Exists(usual) ? usual : null);

    /// <summary>The first folder on the way to this one, or to the disk in memory, that the user may not enter; null: none. It is asked
    /// of users that are neither the owner of the folders nor in their groups.</summary>
    public string? ClosedTo(UserAccount user) => ClosedTo(user, Folder) ?? (MemoryDisk.Folder is { } disk ? ClosedTo(user, disk) : null);

    private static string? ClosedTo(UserAccount user, string path)
    {
        for (DirectoryInfo? folder = new(path); folder is not null && !OperatingSystem.IsWindows(); folder = folder.Parent)
        {
            if (user.UserId != 0 && !folder.UnixFileMode.HasFlag(UnixFileMode.OtherExecute))
            {
                return folder.FullName;
            }
        }

        return null;
    }

    private static string MemoryNameOf(string owner) => $"windtunnel-{owner}";

    private string LinkOf(string owner) => Path.Combine(FolderOf(owner), "memory");

    /// <summary>What is said where services cannot keep their files here.</summary>
    public EnvironmentException Unusable(Exception why) => new(
        $"Services keep their files in '{Folder}', where nothing can be written: {why.Message.TrimEnd('.')}. Make it writable, or name "
        + $"another folder with {Variable}.",
        why);

    /// <summary>Opens a file that nobody else can have open at the same time; null: somebody has. The system closes it when the process
    /// ends, whatever ends it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mode"><see cref="FileMode.Open"/>: null also where there is no such file.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static FileStream? TryLock(string path, FileMode mode = FileMode.OpenOrCreate)
    {
        try
        {
            var held = new FileStream(path, mode, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
            if (!WasDeleted(held))
            {
                return held;
            }

            held.Dispose();
            return null;
        }
        catch (IOException e) when (e is FileNotFoundException || Array.IndexOf(OfALockedFile, e.HResult) >= 0)
        {
            return null;
        }
    }

    /// <summary>Whoever had it before may have deleted it between our opening and our locking it: then another may make and lock a new
    /// one of its name.</summary>
    private static bool WasDeleted(FileStream held) => OperatingSystem.IsLinux()
        && File.ResolveLinkTarget($"/proc/self/fd/{held.SafeFileHandle.DangerousGetHandle()}", returnFinalTarget: false) is { } file
        && file.FullName.EndsWith(" (deleted)", StringComparison.Ordinal);

    /// <summary>Others may pass through it: a service may run as another user.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnButPassable);
        }
    }
}
