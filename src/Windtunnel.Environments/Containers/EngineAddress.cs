using System.Net.Sockets;

namespace Windtunnel.Environments;

/// <summary>Where an engine for containers listens: the path of a socket, or a host and a port.</summary>
internal sealed record EngineAddress(string Text)
{
    /// <summary>The environment variable of Docker's own tools that names the engine.</summary>
    public const string Variable = "DOCKER_HOST";

    private const string Socket = "unix://";

    public string? SocketPath => Text.StartsWith(Socket, StringComparison.Ordinal) ? Text[Socket.Length..] : null;

    public Uri? Network => Uri.TryCreate(Text, UriKind.Absolute, out Uri? uri) && uri.Scheme is "tcp" or "http" && uri.Port > 0
        ? uri
        : null;

    /// <summary>Where the ports of its containers are reached.</summary>
    public string Host => Network?.Host ?? "127.0.0.1";

    /// <summary>Whether anything is there that could answer.</summary>
    public bool MayBeThere => SocketPath is null || File.Exists(SocketPath);

    /// <summary>The one that the environment names, alone; else the usual ones: Docker and Podman, of the user and of the
    /// machine.</summary>
    public static EngineAddress[] Known()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
        {
            return [new(given)];
        }

        string? ofTheUser = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR");
        string[] sockets =
        [
            "/var/run/docker.sock",
            .. ofTheUser is { Length: > 0 } ? new[] { $"{ofTheUser}/docker.sock", $"{ofTheUser}/podman/podman.sock" } : [],
            "/run/podman/podman.sock",
        ];
        return [.. sockets.Select(path => new EngineAddress(Socket + path))];
    }

    /// <exception cref="SocketException">Nobody listens there, or we may not connect.</exception>
    /// <exception cref="NotSupportedException">It is an address of another kind.</exception>
    public async ValueTask<Stream> ConnectAsync(CancellationToken cancellation)
    {
        var socket = SocketPath is null
            ? new Socket(SocketType.Stream, ProtocolType.Tcp)
            : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            if (SocketPath is { } path)
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation).ConfigureAwait(false);
            }
            else
            {
                Uri network = Network ?? throw new NotSupportedException($"'{Text}' is neither unix:// nor tcp:// with a port.");
                await socket.ConnectAsync(network.Host, network.Port, cancellation).ConfigureAwait(false);
            }

            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public override string ToString() => SocketPath ?? Text;
}
