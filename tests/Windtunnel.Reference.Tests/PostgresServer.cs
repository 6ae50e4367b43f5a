using System.Diagnostics;
using Npgsql;

namespace Windtunnel.Reference.Tests;

/// <summary>A real PostgreSQL of its own, reached by a socket in its own directory: no port, nothing shared with others.</summary>
public sealed class PostgresServer : IDisposable
{
    private static readonly string? Programs = Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin"))
            .Where(Directory.Exists).Order(StringComparer.Ordinal).LastOrDefault()
        : null;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("windtunnel-pg-");

    public PostgresServer()
    {
        if (Programs is null)
        {
            throw new InvalidOperationException("There is no PostgreSQL in /usr/lib/postgresql. Install it: apt-get install postgresql.");
        }

        if (IsRoot)
        {
            Run("chown", "postgres", Folder);
        }

        RunAsPostgres($"{Programs}/initdb -D {Folder}/data -A trust -U postgres --no-sync -E UTF8 --locale=C.UTF-8");
        string options = $"-c listen_addresses= -c unix_socket_directories={Folder} -c fsync=off";
        RunAsPostgres($"{Programs}/pg_ctl -D {Folder}/data -w -l {Folder}/log -o '{options}' start");
    }

    public string ConnectionString =>
        new NpgsqlConnectionStringBuilder { Host = Folder, Username = "postgres", Pooling = false }.ToString();

    private static bool IsRoot => Environment.UserName == "root";

    private string Folder => _directory.FullName;

    public void Dispose()
    {
        RunAsPostgres($"{Programs}/pg_ctl -D {Folder}/data -m immediate stop");
        _directory.Delete(recursive: true);
    }

    // The server refuses to run as root.
    private static void RunAsPostgres(string command) =>
        Run(IsRoot ? "su" : "bash", IsRoot ? ["postgres", "-s", "/bin/bash", "-c", Quietly(command)] : ["-c", Quietly(command)]);

    private static string Quietly(string command) => $"{command} >/dev/null";

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            // The server keeps what it inherits open: a pipe would never end.
            RedirectStandardInput = true,
            WorkingDirectory = "/",
        })!;
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"'{program} {string.Join(' ', arguments)}' ended with {process.ExitCode}.");
        }
    }
}
