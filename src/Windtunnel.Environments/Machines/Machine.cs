using System.Net;
using System.Net.Sockets;

namespace Windtunnel.Environments;

/// <summary>What a doctor looks at of a machine. A test replaces what is to be broken.</summary>
internal sealed record Machine
{
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(10);

    public bool IsLinux { get; init; } = OperatingSystem.IsLinux();

    /// <summary>An environment variable; null when it is not set, or empty.</summary>
    public Func<string, string?> Variable { get; init; } =
        name => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    /// <summary>Where a program is; null: nowhere.</summary>
    public Func<string, string?> Program { get; init; } = Executable.Find;

    /// <summary>What a program says, in lines; null when it is not there or fails.</summary>
    public Func<string, string, string[]?> Ask { get; init; } =
        (program, argument) => ProgramAnswer.Lines(program, [argument], LongestAnswer);

    /// <summary>A small file; null when it cannot be read.</summary>
    public Func<string, string?> Text { get; init; } = TextOf;

    /// <summary>Whether a file, a folder or a socket is there.</summary>
    public Func<string, bool> Exists { get; init; } = Path.Exists;

    /// <summary>Where PostgreSQL's programs are; null: nowhere.</summary>
    public Func<string?> Postgres { get; init; } = () => PostgresInstallation.Find()?.Folder;

    /// <summary>Why a Unix socket does not answer; null: it does.</summary>
    public Func<string, string?> SocketProblem { get; init; } = Connect;

    /// <summary>Why no port of an address can be listened on; null: one can.</summary>
    public Func<IPAddress, string?> PortProblem { get; init; } = Listen;

    /// <summary>Why nothing can be written to a folder; null: something can.</summary>
    public Func<string, string?> WriteProblem { get; init; } = Write;

    /// <summary>The free bytes of the disk that a folder lies on.</summary>
    public Func<string, long> FreeBytes { get; init; } = folder => new DriveInfo(folder).AvailableFreeSpace;

    /// <summary>Whether the system knows a time zone.</summary>
    public Func<string, bool> KnowsTimeZone { get; init; } = id => TimeZoneInfo.TryFindSystemTimeZoneById(id, out _);

    /// <summary>What processes that are dead left behind, by the ids of the owners.</summary>
    public Func<IReadOnlyList<string>> Leftovers { get; init; } = DeadOwners;

    /// <summary>When this program was built, which is certainly past.</summary>
    public DateTimeOffset BuiltAt { get; init; } = File.GetLastWriteTimeUtc(typeof(Machine).Assembly.Location);

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public string Temporary { get; init; } = Path.GetTempPath();

    /// <summary>The folder that is worked in, to find the SDK's version that it demands.</summary>
    public string Folder { get; init; } = Environment.CurrentDirectory;

    private static string? TextOf(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? Connect(string path)
    {
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return null;
        }
        catch (SocketException e)
        {
            return e.Message;
        }
    }

    private static string? Listen(IPAddress address)
    {
        try
        {
            using var listener = new TcpListener(address, 0);
            listener.Start();
            return null;
        }
        catch (SocketException e)
        {
            return e.Message;
        }
    }

    private static string? Write(string folder)
    {
        string file = Path.Combine(folder, Path.GetRandomFileName());
        try
        {
            File.WriteAllText(file, "");
            File.Delete(file);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    /// <summary>Looks and leaves them: whoever starts services next clears them away.</summary>
    private static string[] DeadOwners()
    {
        LeaseRoot root = LeaseRoot.Default;
        return [.. root.Owners.Where(owner =>
        {
            using FileStream? held = LeaseRoot.TryLock(root.LockOf(owner), FileMode.Open);
            return held is not null;
        })];
    }
}
