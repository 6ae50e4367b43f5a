using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Windtunnel;

/// <summary>One socket to a Redis server, in its protocol RESP2: a command and its answer at a time.</summary>
/// <remarks>After an exception other than <see cref="RedisException"/> it is of no further use.</remarks>
internal sealed class RedisWire : IDisposable
{
    public const int UsualPort = 6379;

    private const int LongestLine = 64 * 1024;

    private readonly TcpClient _socket = new() { NoDelay = true };
    private readonly byte[] _buffer = new byte[16 * 1024];
    private Stream? _stream;
    private int _at;
    private int _end;

    /// <summary>Connects, logs in and chooses the database of the connection.</summary>
    /// <exception cref="SocketException">Nobody listens there.</exception>
    /// <exception cref="IOException">The server refuses, or is no Redis server.</exception>
    public static async Task<RedisWire> OpenAsync(Connection connection, CancellationToken cancellation)
    {
        var wire = new RedisWire();
        try
        {
            bool isTls = connection.Extras.Flag("ssl") ?? false;
            await wire.ConnectAsync(connection.Host ?? "localhost", connection.Port ?? UsualPort, isTls, cancellation)
                .ConfigureAwait(false);
            if (connection.Password is { Length: > 0 } password)
            {
                IReadOnlyList<RedisWord> user = connection.Login is { Length: > 0 } login ? [login, password] : [password];
                await wire.AskAsync(cancellation, ["AUTH", .. user]).ConfigureAwait(false);
            }

            await wire.AskAsync(cancellation, "SELECT", connection.Extras.Integer("db") ?? 0).ConfigureAwait(false);
            return wire;
        }
        catch
        {
            wire.Dispose();
            throw;
        }
    }

    /// <exception cref="RedisException">The server refuses the command.</exception>
    public async Task<RedisAnswer> AskAsync(CancellationToken cancellation, params IReadOnlyList<RedisWord> command)
    {
        await _stream!.WriteAsync(Encoded(command), cancellation).ConfigureAwait(false);
        return await ReadAsync(command[0].ToString(), cancellation).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _stream?.Dispose();
        _socket.Dispose();
    }

    private async Task ConnectAsync(string host, int port, bool isTls, CancellationToken cancellation)
    {
        await _socket.ConnectAsync(host, port, cancellation).ConfigureAwait(false);
        _stream = _socket.GetStream();
        if (isTls)
        {
            var tls = new SslStream(_stream);
            _stream = tls;
            await tls.AuthenticateAsClientAsync(new() { TargetHost = host }, cancellation).ConfigureAwait(false);
        }
    }

    private static ReadOnlyMemory<byte> Encoded(IReadOnlyList<RedisWord> command)
    {
        using var bytes = new MemoryStream();
        bytes.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"*{command.Count}\r\n")));
        foreach (RedisWord word in command)
        {
            bytes.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"${word.Bytes.Length}\r\n")));
            bytes.Write(word.Bytes.Span);
            bytes.Write("\r\n"u8);
        }

        return bytes.ToArray();
    }

    // Answers to the commands of a queue are nested three levels deep.
    private async Task<RedisAnswer> ReadAsync(string command, CancellationToken cancellation)
    {
        string line = await ReadLineAsync(cancellation).ConfigureAwait(false);
        switch (line[0])
        {
            case '+' or ':':
                return new(Encoding.UTF8.GetBytes(line[1..]), null);
            case '-':
                throw new RedisException(command, line[1..]);
            case '$':
                int length = Number(line);
                return new(length < 0 ? null : await ReadBytesAsync(length, cancellation).ConfigureAwait(false), null);
            case '*':
                var items = new RedisAnswer[Math.Max(0, Number(line))];
                for (int i = 0; i < items.Length; i++)
                {
                    items[i] = await ReadAsync(command, cancellation).ConfigureAwait(false);
                }

                return new(null, items);
            default:
                throw new IOException(
                    $"The server's answer to {command} begins with '{line[0]}', so it speaks another protocol than Redis. "
                    + "Correct the connection's host and port.");
        }
    }

    private static int Number(string line) =>
        int.TryParse(line.AsSpan(1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new IOException($"Redis sent '{line}' where a length belongs.");

    private async Task<string> ReadLineAsync(CancellationToken cancellation)
    {
        var line = new StringBuilder();
        while (true)
        {
            char next = (char)await ReadByteAsync(cancellation).ConfigureAwait(false);
            if (next == '\n' && line.Length > 1 && line[^1] == '\r')
            {
                return line.ToString(0, line.Length - 1);
            }

            if (line.Append(next).Length > LongestLine)
            {
                throw new IOException("The server's answer has no end of line, so it speaks another protocol than Redis. "
                    + "Correct the connection's host and port.");
            }
        }
    }

    private async Task<byte[]> ReadBytesAsync(int length, CancellationToken cancellation)
    {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length;)
        {
            await FillAsync(cancellation).ConfigureAwait(false);
            int part = Math.Min(length - i, _end - _at);
            _buffer.AsSpan(_at, part).CopyTo(bytes.AsSpan(i));
            (i, _at) = (i + part, _at + part);
        }

        // The line break behind it.
        await ReadByteAsync(cancellation).ConfigureAwait(false);
        await ReadByteAsync(cancellation).ConfigureAwait(false);
        return bytes;
    }

    private async ValueTask<byte> ReadByteAsync(CancellationToken cancellation)
    {
        await FillAsync(cancellation).ConfigureAwait(false);
        return _buffer[_at++];
    }

    private async ValueTask FillAsync(CancellationToken cancellation)
    {
        if (_at == _end)
        {
            (_at, _end) = (0, await _stream!.ReadAsync(_buffer, cancellation).ConfigureAwait(false));
            if (_end == 0)
            {
                throw new IOException("Redis closed the connection before it answered.");
            }
        }
    }
}

/// <summary>A word of a command: text in UTF-8, a number, or bytes.</summary>
internal readonly record struct RedisWord(ReadOnlyMemory<byte> Bytes)
{
    public static implicit operator RedisWord(string text) => new(Encoding.UTF8.GetBytes(text));

    public static implicit operator RedisWord(long number) => number.ToString(CultureInfo.InvariantCulture);

    public static implicit operator RedisWord(ReadOnlyMemory<byte> bytes) => new(bytes);

    public override string ToString() => Encoding.UTF8.GetString(Bytes.Span);
}

/// <summary>What a command is answered: a text or number, or a list; nothing when both are null.</summary>
internal sealed record RedisAnswer(byte[]? Bytes, RedisAnswer[]? List)
{
    public string Text => Encoding.UTF8.GetString(Bytes ?? []);

    public RedisAnswer[] Items => List ?? [];
}

/// <summary>A Redis server refused a command.</summary>
internal sealed class RedisException(string command, string error)
    : IOException($"Redis refused {command}: {error}.")
{
    public string Error => error;
}
