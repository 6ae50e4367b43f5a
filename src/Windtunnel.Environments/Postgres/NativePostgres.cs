using System.Globalization;
using System.Security.Cryptography;

namespace Windtunnel.Environments;

/// <summary>A server of the machine's PostgreSQL, in a folder and on a port of its own.</summary>
internal sealed class NativePostgres(PostgresServer service) : Provider
{
    private static readonly string[] Settings =
    [
        .. PostgresSettings.ForTests, "listen_addresses=127.0.0.1", "unix_socket_directories=",
        // The default kind stays behind in /dev/shm when a server is killed.
        "dynamic_shared_memory_type=mmap",
    ];

    public override ProviderKind Kind => ProviderKind.Native;

    public override ValueTask<string?> WhyNotAsync(CancellationToken cancellation) => new(Lack());

    public override async Task<ServiceInstance> StartAsync(Site site, CancellationToken cancellation)
    {
        PostgresInstallation installation = PostgresInstallation.Find()!;
        string folder = site.NewFolder();
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
            RunAs = user,
            EndSignal = HeldProcess.SigQuit,
        });
        var connection = new Connection
        {
            Id = service.Name,
            Type = "postgres",
            Host = "127.0.0.1",
            Port = port,
            Login = PostgresSettings.User,
            Password = password,
            Schema = "postgres",
        };
        return new PostgresInstance(service, connection, site.Owner, server);
    }

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
            RunAs = user,
        };
        await site.RunAsync(initialize, cancellation).ConfigureAwait(false);
        File.Delete(secret);
    }

    private static string? Lack() =>
        OperatingSystem.IsWindows() ? "native servers are started on Unix only. Give the address of one: .At(uri)."
        : PostgresInstallation.Find() is null
            ? "no PostgreSQL server was found. Install one (Debian: postgresql), or name the folder of its initdb with "
                + $"{PostgresInstallation.Variable}."
        : Environment.UserName == "root" && ServerUser() is null
            ? "the server refuses to run as root, and there is no user 'postgres' or 'nobody' to run it as."
        : Environment.UserName == "root" && Executable.Find("setpriv") is null
            ? "the server refuses to run as root, and 'setpriv' to start it as another user is missing. Install util-linux."
        : ServerUser() is { } user && LeaseRoot.Default.ClosedTo(user) is { } closed
            ? $"the server runs as '{user.Name}', who may not enter '{closed}'. Let others pass (chmod o+x), or put the folder elsewhere "
                + $"with {LeaseRoot.Variable}."
        : null;

    private static UserAccount? ServerUser() =>
        Environment.UserName == "root" ? UserAccount.Find("postgres") ?? UserAccount.Find("nobody") : null;
}
