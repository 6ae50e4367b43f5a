using System.Net.Sockets;
using System.Text;

namespace Windtunnel.Environments;

/// <summary>A connection to a server whose protocol is lines of text, with counted bytes between them.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class WireStream : IAsyncDisposable
{
    private readonly TcpClient _client;
    private readonly BufferedStream _stream;

    private WireStream(TcpClient client)
    {
        _client = client;
        _stream = new(client.GetStream());
    }

    /// <exception cref="SocketException">Nobody listens there.</exception>
    public static async Task<WireStream> ConnectAsync(string host, int port, CancellationToken cancellation)
    {
        var client = new TcpClient();
        try
        {
            await client.ConnectAsync(host, port, cancellation).ConfigureAwait(false);
            return new(client);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    public async Task SayAsync(string text, CancellationToken cancellation)
    {
        await _stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellation).ConfigureAwait(false);
        await _stream.FlushAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>The next line without its end.</summary>
    /// <exception cref="IOException">The server closed the connection.</exception>
    public async Task<string> LineAsync(CancellationToken cancellation)
    {
        var line = new StringBuilder();
        byte[] one = new byte[1];
        while (await _stream.ReadAsync(one, cancellation).ConfigureAwait(false) == 1)
        {
            if (one[0] == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append((char)one[0]);
        }

        throw new IOException($"The server closed the connection{(line.Length == 0 ? "" : $" after '{line}'")}.");
    }

    /// <summary>So many bytes, and the line's end after them, which is left out.</summary>
    public async Task<byte[]> BytesAsync(int count, CancellationToken cancellation)
    {
        byte[] bytes = new byte[count + 2];
        await _stream.ReadExactlyAsync(bytes, cancellation).ConfigureAwait(false);
        return bytes[..count];
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync().ConfigureAwait(false);
        _client.Dispose();
    }
}
