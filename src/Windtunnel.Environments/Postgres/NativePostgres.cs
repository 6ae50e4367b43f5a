using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Windtunnel.Environments;

/// <summary>A server of the machine's PostgreSQL, in a folder and on a port of its own.</summary>
internal class NativePostgres(PostgresServer service) : Provider
{
    // A new cluster is 40 MB, and each test's database 8.
    private const long RoomNeeded = 96L << 20;

    private static readonly string[] Settings =
    [
        .. PostgresSettings.ForTests, "listen_addresses=127.0.0.1", "unix_socket_directories=",
        // The default kind stays behind in /dev/shm when a server is killed.
        "dynamic_shared_memory_type=mmap",
    ];

    // What it writes is read, by us and by whoever looks for its errors: not in the language of whoever runs the tests.
    private static readonly ImmutableDictionary<string, string> Language =
        ImmutableDictionary<string, string>.Empty.Add("LC_ALL", "C.UTF-8").Add("LANGUAGE", "C");

    public override ProviderKind Kind => ProviderKind.Native;

    /// <summary>Null: it is not there.</summary>
    private protected virtual PostgresInstallation? Installed => PostgresInstallation.Find();

    /// <summary>Why it cannot be had where it is not there; null: it can.</summary>
    private protected virtual string? WhyAbsent => "no PostgreSQL server was found. Install one (Debian: postgresql), or name the folder "
        + $"of its initdb with {PostgresInstallation.Variable}.";

    public override ValueTask<string?> WhyNotAsync(CancellationToken cancellation) => new(Lack());

    internal override bool CanBeKept => true;

    internal override async IAsyncEnumerable<(string Name, string Value)> InputsAsync(
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        PostgresInstallation installation = await ObtainAsync(cancellation).ConfigureAwait(false);
        await foreach ((string, string) input in Executable.InputsAsync(installation.Server, cancellation).ConfigureAwait(false))
        {
            yield return input;
        }

        yield return ("settings", string.Join(' ', Settings));
    }

    internal override ServiceInstance TakeOver(Handover kept, RunningServer server) => new PostgresInstance(
        service, ConnectionTo(kept.Port, kept.Password!), Owner.OfThisProcess, server, PostgresSnapshot.Parse(kept.Snapshot!));

    public override async Task<ServiceInstance> StartAsync(Site site, CancellationToken cancellation)
    {
        PostgresInstallation installation = await ObtainAsync(cancellation).ConfigureAwait(false);
        string folder = site.NewMemoryFolder();
        string password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        string data = Path.Combine(folder, "data");
        UserAccount? user = ServerUser();
        await InitializeAsync(site, installation, folder, password, user, cancellation).ConfigureAwait(false);
        int port = site.LeasePort();
        ServerProcess server = site.Start(new()
        {
            Executable = installation.Server,
            Arguments =
            [
                "-D", data, "-p", port.ToString(CultureInfo.InvariantCulture), .. PostgresSettings.AsArguments(Settings),
            ],
            WorkingDirectory = folder,
            Variables = Language,
            RunAs = user,
            EndSignal = HeldProcess.SigQuit,
        });
        return new PostgresInstance(service, ConnectionTo(port, password), site.Owner, server);
    }

    private Connection ConnectionTo(int port, string password) => new()
    {
        Id = service.Name,
        Type = "postgres",
        Host = "127.0.0.1",
        Port = port,
        Login = PostgresSettings.User,
        Password = password,
        Schema = "postgres",
    };

    /// <summary>Called only where nothing is lacking.</summary>
    private protected virtual Task<PostgresInstallation> ObtainAsync(CancellationToken cancellation) => Task.FromResult(Installed!);

    private static async Task InitializeAsync(
        Site site, PostgresInstallation installation, string folder, string password, UserAccount? user, CancellationToken cancellation)
    {
        string secret = Path.Combine(folder, "password");
        await SecretFile.WriteAsync(secret, password, cancellation).ConfigureAwait(false);
        user?.Own(secret);
        user?.Own(folder);
        var initialize = new ServerCommand
        {
            Executable = installation.InitDb,
            // Plain passwords: the port is on the loopback, and hashing one costs each connection some milliseconds.
            Arguments =
            [
                "-D", Path.Combine(folder, "data"), "-U", PostgresSettings.User, $"--pwfile={secret}", "--auth=password",
                "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions",
            ],
            WorkingDirectory = folder,
            Variables = Language,
            RunAs = user,
        };
        await site.RunAsync(initialize, cancellation).ConfigureAwait(false);
        File.Delete(secret);
    }

    private string? Lack() =>
        OperatingSystem.IsWindows() ? "native servers are started on Unix only. Give the address of one: .At(uri)."
        : Installed is null && WhyAbsent is { } absent ? absent
        : Environment.UserName == "root" && ServerUser() is null
            ? "the server refuses to run as root, and there is no user 'postgres' or 'nobody' to run it as."
        : Environment.UserName == "root" && Executable.Find("setpriv") is null
            ? "the server refuses to run as root, and 'setpriv' to start it as another user is missing. Install util-linux."
        : ServerUser() is { } user && LeaseRoot.Default.ClosedTo(user) is { } closed
            ? $"the server runs as '{user.Name}', who may not enter '{closed}'. Let others pass (chmod o+x), or put the folder elsewhere "
                + $"with {LeaseRoot.Variable}."
        : LackOfRoom(MemoryDisk.Folder ?? LeaseRoot.Default.Folder);

    private static string? LackOfRoom(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return $"'{folder}', which {MemoryDisk.Variable} names, is not there. Make it, name another, or unset the variable.";
        }

        long room = new DriveInfo(folder).AvailableFreeSpace;
        string cure = folder == MemoryDisk.Folder ? $"{MemoryDisk.Variable} (none: on disk)" : $"{LeaseRoot.Variable} or TMPDIR";
        return room >= RoomNeeded
            ? null
            : $"'{folder}' is on a disk with {room >> 20} MB left, and a server needs {RoomNeeded >> 20}. Make room, or name another "
                + $"folder with {cure}.";
    }

    private static UserAccount? ServerUser() =>
        Environment.UserName == "root" ? UserAccount.Find("postgres") ?? UserAccount.Find("nobody") : null;
}
