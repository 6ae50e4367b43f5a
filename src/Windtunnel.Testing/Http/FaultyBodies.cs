using System.IO.Compression;

namespace Windtunnel.Testing;

/// <summary>Faults that lie in the body alone: over sockets and without they are the same bytes.</summary>
internal static class FaultyBodies
{
    public static StubResponse Of(StubResponse response, HttpFault fault) => fault switch
    {
        MalformedJsonFault => response with { Body = response.Body[..(response.Body.Length / 2)] },
        BrokenGzipFault => (response with { Body = BrokenGzip(response.Body) }).WithHeader("Content-Encoding", "gzip"),
        _ => throw new InvalidOperationException($"{fault} is not a fault of the body."),
    };

    private static byte[] BrokenGzip(ReadOnlyMemory<byte> body)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(body.Span);
        }

        byte[] bytes = packed.ToArray();
        // The reserved block type of RFC 1951, which every reader must refuse, in place of the first block.
        bytes[10] = 0xFF;
        bytes.AsSpan(11..(bytes.Length / 2)).Fill(0xFF);
        return bytes;
    }
}
