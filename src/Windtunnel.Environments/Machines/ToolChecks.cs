using System.Text.Json;

namespace Windtunnel.Environments;

/// <summary>Programs that the machine has.</summary>
internal static class ToolChecks
{
    private const string OldestSdk = "10.0.100";

    /// <summary>As the SDK reads it.</summary>
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public static IEnumerable<Finding> Sdk(Machine machine)
    {
        string wanted = Demanded(machine) ?? OldestSdk;
        string[]? installed = machine.Ask("dotnet", "--list-sdks")?.Select(line => line.Split(' ')[0]).ToArray();
        if (installed is null || installed.Length == 0)
        {
            return
            [
                new(
                    FindingLevel.Error, "sdk", "There is no .NET SDK on the PATH, so nothing can be built or packed.",
                    $"Install the .NET SDK {wanted}: https://dotnet.microsoft.com/download/dotnet/10.0."),
            ];
        }

        string newest = installed.MaxBy(VersionOf)!;
        return VersionOf(newest) >= VersionOf(wanted)
            ? [Finding.Good("sdk", $".NET SDK {newest}.")]
            :
            [
                new(
                    FindingLevel.Error, "sdk", $"The newest .NET SDK is {newest}, and {wanted} is needed.",
                    $"Install the .NET SDK {wanted}: https://dotnet.microsoft.com/download/dotnet/10.0."),
            ];
    }

    public static IEnumerable<Finding> NativeAot(Machine machine)
    {
        if (!machine.IsLinux)
        {
            return [new(FindingLevel.NotTold, "native_aot", "What 'windtunnel pack' needs is looked for on Linux only.")];
        }

        string? compiler = machine.Program("clang") ?? machine.Program("gcc");
        string[] missing =
        [
            .. Unless(compiler is not null, "a C compiler (clang or gcc)"),
            .. Unless(machine.Exists("/usr/include/zlib.h") || machine.Exists("/usr/local/include/zlib.h"), "zlib's headers"),
        ];
        return missing.Length == 0
            ? [Finding.Good("native_aot", $"Native executables are linked by {compiler}.")]
            :
            [
                new(
                    FindingLevel.Warning, "native_aot", $"'windtunnel pack' lacks {string.Join(" and ", missing)}.",
                    "Install them, on Debian: apt-get install clang zlib1g-dev."),
            ];
    }

    public static IEnumerable<Finding> Postgres(Machine machine) => machine.Postgres() is { } folder
        ? [Finding.Good("postgres", $"PostgreSQL's programs are in {folder}.")]
        :
        [
            new(
                FindingLevel.Warning, "postgres", "There is no PostgreSQL, so Service.Postgres() can only use a container or an address.",
                $"Install it, on Debian: apt-get install postgresql; or name the folder of its initdb in {PostgresInstallation.Variable}."),
        ];

    public static IEnumerable<Finding> Servers(Machine machine) =>
        new[] { (Program: "redis-server", Package: "redis-server"), (Program: "nats-server", Package: "nats-server") }
            .Select(server => machine.Program(server.Program) is { } path
                ? Finding.Good("servers", $"{server.Program} is {path}.")
                : new(
                    FindingLevel.Warning, "servers", $"There is no {server.Program}: a service of it needs a container or an address.",
                    $"Install it, on Debian: apt-get install {server.Package}."));

    public static IEnumerable<Finding> Containers(Machine machine)
    {
        string[] sockets =
        [
            (machine.Variable("DOCKER_HOST") ?? "").Replace("unix://", "", StringComparison.Ordinal),
            "/var/run/docker.sock",
            $"{machine.Variable("XDG_RUNTIME_DIR")}/podman/podman.sock",
            "/run/podman/podman.sock",
        ];
        string? socket = Array.Find(sockets, path => path.Length > 0 && machine.Exists(path));
        if (socket is null)
        {
            return
            [
                new(
                    FindingLevel.NotTold, "containers", "There is no socket of Docker or Podman, so no service comes up as a container.",
                    "Nothing need be done unless a service is demanded as a container: then install Docker or Podman, or set DOCKER_HOST."),
            ];
        }

        return machine.SocketProblem(socket) is { } problem
            ?
            [
                new(
                    FindingLevel.Warning, "containers", $"The socket {socket} is there, but does not let us in: {problem.TrimEnd('.')}.",
                    "Start the daemon, or let the user use it: usermod --append --groups docker USER, then log in again."),
            ]
            : [Finding.Good("containers", $"Containers are started by {socket}.")];
    }

    /// <summary>The SDK of the nearest <c>global.json</c>; null: any.</summary>
    private static string? Demanded(Machine machine)
    {
        for (string? folder = machine.Folder; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (machine.Text(Path.Combine(folder, "global.json")) is { } text)
            {
                using JsonDocument file = JsonDocument.Parse(text, Lenient);
                return file.RootElement.TryGetProperty("sdk", out JsonElement sdk) && sdk.TryGetProperty("version", out JsonElement version)
                    ? version.GetString()
                    : null;
            }
        }

        return null;
    }

    private static string[] Unless(bool isThere, string lack) => isThere ? [] : [lack];

    /// <summary>Of a preview the version that it leads to.</summary>
    private static Version VersionOf(string text) => Version.TryParse(text.Split('-')[0], out Version? version) ? version : new(0, 0);
}
