using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Windtunnel.Environments;

internal sealed record NatsEndpoint(string Host, int Port)
{
    public const int UsualPort = 4222;
}

/// <summary>As much of the NATS protocol as shows that a server works and what a test left in it. Tests and tasks use a client
/// library.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class NatsClient : IAsyncDisposable
{
    private const string Inbox = "windtunnel.inbox";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly WireStream _stream;

    private NatsClient(WireStream stream) => _stream = stream;

    public string ServerVersion { get; private set; } = "";

    /// <exception cref="SocketException">Nobody listens there.</exception>
    /// <exception cref="IOException">The server refuses, or is no NATS server.</exception>
    public static async Task<NatsClient> ConnectAsync(NatsEndpoint endpoint, NatsAccount account, CancellationToken cancellation)
    {
        var client = new NatsClient(await WireStream.ConnectAsync(endpoint.Host, endpoint.Port, cancellation).ConfigureAwait(false));
        try
        {
            await client.GreetAsync(account, cancellation).ConfigureAwait(false);
            return client;
        }
        catch
        {
            await client.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Publishes a message and waits for it to come back.</summary>
    public async Task RoundTripAsync(CancellationToken cancellation)
    {
        await _stream.SayAsync($"PUB {Inbox} 2\r\nhi\r\n", cancellation).ConfigureAwait(false);
        _ = await ReceiveAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Asks a service of the server, e.g. JetStream.</summary>
    public async Task<JsonDocument> AskAsync(string subject, CancellationToken cancellation)
    {
        await _stream.SayAsync($"PUB {subject} {Inbox} 0\r\n\r\n", cancellation).ConfigureAwait(false);
        return JsonDocument.Parse(await ReceiveAsync(cancellation).ConfigureAwait(false));
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private async Task GreetAsync(NatsAccount account, CancellationToken cancellation)
    {
        string info = await _stream.LineAsync(cancellation).ConfigureAwait(false);
        if (!info.StartsWith("INFO ", StringComparison.Ordinal))
        {
            throw new IOException($"It greets with '{info}', which no NATS server does.");
        }

        ServerVersion = JsonNode.Parse(info[5..])?["version"]?.GetValue<string>() ?? "";
        var connect = new JsonObject { ["verbose"] = false, ["pedantic"] = false, ["lang"] = "csharp", ["version"] = "1" };
        if (account.User is not null)
        {
            connect["user"] = account.User;
            connect["pass"] = account.Password;
        }

        await _stream.SayAsync($"CONNECT {connect.ToJsonString()}\r\nSUB {Inbox} 1\r\nPING\r\n", cancellation).ConfigureAwait(false);
        await AwaitAsync("PONG", cancellation).ConfigureAwait(false);
    }

    private async Task<byte[]> ReceiveAsync(CancellationToken cancellation)
    {
        // MSG subject subscription [reply] length
        string line = await AwaitAsync("MSG ", cancellation).ConfigureAwait(false);
        int length = int.Parse(line.Split(' ')[^1], NumberStyles.None, CultureInfo.InvariantCulture);
        return await _stream.BytesAsync(length, cancellation).ConfigureAwait(false);
    }

    private async Task<string> AwaitAsync(string begin, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        while (true)
        {
            string line = await _stream.LineAsync(limit.Token).ConfigureAwait(false);
            if (line.StartsWith(begin, StringComparison.Ordinal))
            {
                return line;
            }

            if (line.StartsWith("-ERR", StringComparison.Ordinal))
            {
                throw new IOException($"The server refuses: {line["-ERR".Length..].Trim()}.");
            }

            if (line == "PING")
            {
                await _stream.SayAsync("PONG\r\n", limit.Token).ConfigureAwait(false);
            }
        }
    }
}
