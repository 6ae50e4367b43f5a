using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Windtunnel.Environments;

/// <summary>As much of the Redis protocol as shows that a server works and gives databases to tests. Tests and tasks use a client
/// library.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class RedisClient : IAsyncDisposable
{
    public const int UsualPort = 6379;

    private readonly WireStream _stream;

    private RedisClient(WireStream stream) => _stream = stream;

    /// <exception cref="SocketException">Nobody listens there.</exception>
    /// <exception cref="IOException">The server refuses, or is no Redis server.</exception>
    public static async Task<RedisClient> ConnectAsync(Connection connection, int database, CancellationToken cancellation)
    {
        var client = new RedisClient(await WireStream.ConnectAsync(connection.Host!, connection.Port ?? UsualPort, cancellation)
            .ConfigureAwait(false));
        try
        {
            if (connection.Password is { } password)
            {
                string[] who = connection.Login is { Length: > 0 } user ? [user, password] : [password];
                await client.AskAsync(cancellation, ["AUTH", .. who]).ConfigureAwait(false);
            }

            await client.AskAsync(cancellation, "SELECT", database.ToString(CultureInfo.InvariantCulture)).ConfigureAwait(false);
            return client;
        }
        catch
        {
            await client.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Sends one command. An answer that is nothing is empty text, one of many a line each.</summary>
    /// <exception cref="IOException">The server answers with an error, or not in a form these commands have.</exception>
    public async Task<string> AskAsync(CancellationToken cancellation, params string[] words)
    {
        var command = new StringBuilder();
        command.Append(CultureInfo.InvariantCulture, $"*{words.Length}\r\n");
        foreach (string word in words)
        {
            command.Append(CultureInfo.InvariantCulture, $"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n");
        }

        await _stream.SayAsync(command.ToString(), cancellation).ConfigureAwait(false);
        return await AnswerAsync(words[0], cancellation).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private async Task<string> AnswerAsync(string command, CancellationToken cancellation)
    {
        string line = await _stream.LineAsync(cancellation).ConfigureAwait(false);
        switch (line)
        {
            case ['+' or ':', .. var text]:
                return text;
            case "$-1":
                return "";
            case ['$', .. var length]:
                int count = int.Parse(length, NumberStyles.None, CultureInfo.InvariantCulture);
                return Encoding.UTF8.GetString(await _stream.BytesAsync(count, cancellation).ConfigureAwait(false));
            case ['*', .. var length]:
                List<string> parts = [];
                for (int left = int.Parse(length, NumberStyles.None, CultureInfo.InvariantCulture); left > 0; left--)
                {
                    parts.Add(await AnswerAsync(command, cancellation).ConfigureAwait(false));
                }

                return string.Join('\n', parts);
            default:
                throw new IOException($"It answered '{line}' to {command}.");
        }
    }
}
