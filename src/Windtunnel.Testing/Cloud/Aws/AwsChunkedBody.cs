using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Windtunnel.Testing.Cloud.Aws;

/// <summary>Takes the frames of an aws-chunked body off:
/// <code>
/// 5;chunk-signature=…\r\n  hello  \r\n   0;chunk-signature=…\r\n   name:value\r\n   x-amz-trailer-signature:…\r\n   \r\n
/// </code>
/// Signatures are there in signed bodies only; each covers its chunk and the signature before it.</summary>
internal sealed class AwsChunkedBody(Stream body, ChunkSigner? signer, CancellationToken cancellation)
{
    private const int LongestLine = 16 * 1024;
    private const string TrailerSignature = "x-amz-trailer-signature";

    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private int _start;
    private int _end;

    /// <returns>The trailing headers, by lower-case name.</returns>
    /// <exception cref="CloudError">A frame is malformed, the body ends early, or a signature is wrong.</exception>
    public async Task<Dictionary<string, string>> CopyToAsync(ContentWriter writer, bool hasTrailer)
    {
        try
        {
            while (await CopyChunkAsync(writer))
            {
            }

            return hasTrailer ? await ReadTrailersAsync() : await EndAsync();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }
    }

    public static CloudError Incomplete() =>
        new(400, "IncompleteBody", "You did not provide the number of bytes specified by the Content-Length HTTP header");

    private async Task<bool> CopyChunkAsync(ContentWriter writer)
    {
        string frame = await ReadLineAsync();
        int semicolon = frame.IndexOf(';', StringComparison.Ordinal);
        if (!long.TryParse(semicolon < 0
            ? frame : frame[..semicolon], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long left)
            || left < 0)
        {
            throw Incomplete();
        }

        bool isLast = left == 0;
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        while (left > 0)
        {
            if (_start == _end)
                await FillAsync();
            int taken = (int)Math.Min(left, _end - _start);
            ReadOnlyMemory<byte> payload = _buffer.AsMemory(_start, taken);
            if (signer is not null)
                hash.AppendData(payload.Span);
            await writer.WriteAsync(payload, cancellation);
            _start += taken;
            left -= taken;
        }

        signer?.CheckChunk(frame, hash.GetHashAndReset());
        if (!isLast && (await ReadLineAsync()).Length > 0)
            throw Incomplete();
        return !isLast;
    }

    private async Task<Dictionary<string, string>> ReadTrailersAsync()
    {
        Dictionary<string, string> trailers = new(StringComparer.Ordinal);
        StringBuilder signed = new();
        string? signature = null;
        while (await ReadLineAsync() is { Length: > 0 } line)
        {
            int at = line.IndexOf(':', StringComparison.Ordinal);
            if (at < 0)
                throw new CloudError(
                    400, "MalformedTrailerError",
                    "The request contained trailing data that was not well-formed or did not conform to our published schema.");
            string name = line[..at].Trim().ToLowerInvariant();
            string value = line[(at + 1)..].Trim();
            if (name == TrailerSignature)
            {
                signature = value;
                continue;
            }

            trailers[name] = value;
            signed.Append(name).Append(':').Append(value).Append('\n');
        }

        signer?.CheckTrailer(signature, signed.ToString());
        return trailers;
    }

    private async Task<Dictionary<string, string>> EndAsync()
    {
        if ((await ReadLineAsync()).Length > 0)
            throw Incomplete();
        return [];
    }

    private async Task<string> ReadLineAsync()
    {
        StringBuilder line = new();
        while (true)
        {
            if (_start == _end)
                await FillAsync();
            int at = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            int taken = at < 0 ? _end - _start : at + 1;
            line.Append(Encoding.ASCII.GetString(_buffer, _start, taken));
            _start += taken;
            if (line.Length > LongestLine)
                throw Incomplete();
            if (at >= 0)
            {
                return line.Length >= 2 && line[^2] == '\r'
                    ? line.ToString(0, line.Length - 2)
                    : throw Incomplete();
            }
        }
    }

    private async Task FillAsync()
    {
        _start = 0;
        _end = await body.ReadAsync(_buffer, cancellation);
        if (_end == 0)
            throw Incomplete();
    }
}
