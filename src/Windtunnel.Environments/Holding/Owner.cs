using System.Globalization;
using System.Security.Cryptography;

namespace Windtunnel.Environments;

/// <summary>What one process holds of the machine: a folder, and the processes it started. It is gone when the owner is disposed; when
/// the process is killed, its watchdog or the next owner clears it away.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class Owner : IDisposable
{
    /// <summary>Set in the environment of every process that is started for an owner, so that one can be found that was started in the
    /// moment before its owner was killed.</summary>
    public const string Variable = "WINDTUNNEL_OWNER";

    private static readonly Lazy<Owner> Shared = new(() =>
    {
        Reaper.ReapDead(LeaseRoot.Default);
        var owner = new Owner(LeaseRoot.Default);
        Watchdog.Start(owner);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => owner.Dispose();
        return owner;
    });

    private readonly Lock _gate = new();
    private readonly FileStream? _lock;
    private readonly LeaseRoot _root;
    private int _number;
    private int _isDisposed;

    /// <exception cref="EnvironmentException">Nothing can be written or locked below the root.</exception>
    public Owner(LeaseRoot root)
    {
        _root = root;
        try
        {
            (Id, _lock) = Claim(root);
            LeaseRoot.CreateFolder(Folder);
            Directory.CreateDirectory(Held);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw root.Unusable(e);
        }

        if (LeaseRoot.TryLock(root.LockOf(Id), FileMode.Open) is { } second)
        {
            second.Dispose();
            throw new EnvironmentException(
                $"Files cannot be locked in '{root.Folder}', so nobody could tell living services from what dead ones left. Name a folder "
                + $"on another file system with {LeaseRoot.Variable}, and leave DOTNET_SYSTEM_IO_DISABLEFILELOCKING unset.");
        }
    }

    private Owner(LeaseRoot root, string id) => (_root, Id) = (root, id);

    /// <summary>That of this process. The first call clears away what dead owners left.</summary>
    public static Owner OfThisProcess => Shared.Value;

    public string Id { get; }

    public string Folder => _root.FolderOf(Id);

    public string Held => _root.HeldOf(Id);

    public LeaseRoot Root => _root;

    /// <summary>Whether another process, the keeper, holds it.</summary>
    public bool IsKept => _lock is null;

    /// <summary>One that another process holds: what is started for it stays when this process ends.</summary>
    public static Owner Joined(LeaseRoot root, string id) => new(root, id);

    /// <summary>A new, empty folder, which goes with the owner.</summary>
    public string NewFolder(string name)
    {
        string path = Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{name}-{NextNumber()}"));
        LeaseRoot.CreateFolder(path);
        return path;
    }

    /// <summary>The same in memory, where the machine has room for that; else on disk.</summary>
    public string NewMemoryFolder(string name)
    {
        if (MemoryDisk.Folder is not { } disk)
        {
            return NewFolder(name);
        }

        string memory = _root.LinkToMemory(Id, disk);
        string path = Path.Combine(memory, string.Create(CultureInfo.InvariantCulture, $"{name}-{NextNumber()}"));
        LeaseRoot.CreateFolder(memory);
        LeaseRoot.CreateFolder(path);
        return path;
    }

    /// <summary>Remembers that the owner has one more container in an engine.</summary>
    public void NoteContainerIn(EngineAddress engine)
    {
        lock (_gate)
        {
            HeldContainers.Note(_root.EnginesOf(Id), engine);
        }
    }

    public void ForgetContainerIn(EngineAddress engine)
    {
        lock (_gate)
        {
            HeldContainers.Forget(_root.EnginesOf(Id), engine);
        }
    }

    /// <summary>One that nobody else gets from this owner.</summary>
    public int NextNumber() => Interlocked.Increment(ref _number);

    public void Dispose()
    {
        if (!IsKept && Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            Reaper.TryClear(_root, Id);
            _lock!.Dispose();
        }
    }

    private static (string Id, FileStream Lock) Claim(LeaseRoot root)
    {
        while (true)
        {
            string id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(5));
            // A reaper that looks in between creating and locking takes the new owner for a dead one: then another id it is.
            if (!Directory.Exists(root.FolderOf(id)) && LeaseRoot.TryLock(root.LockOf(id)) is { } held)
            {
                return (id, held);
            }
        }
    }
}
