using System.Net;

namespace Windtunnel.Testing;

/// <summary>A body that comes in pieces, or ends in an error.</summary>
/// <param name="body">What arrives.</param>
/// <param name="length">What <c>Content-Length</c> promises.</param>
/// <param name="end">What is thrown after the body; null when it ends as it should.</param>
/// <param name="slow">Null: at once.</param>
/// <param name="time">The clock of the pauses.</param>
internal sealed class FaultyContent(
    ReadOnlyMemory<byte> body, long length, Exception? end, SlowFault? slow = null, TimeProvider? time = null) : HttpContent
{
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        using var source = new FaultyStream(body, end, slow, time);
        await source.CopyToAsync(stream, cancellationToken).ConfigureAwait(false);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(new FaultyStream(body, end, slow, time));

    protected override bool TryComputeLength(out long computed)
    {
        computed = length;
        return true;
    }

    private sealed class FaultyStream(ReadOnlyMemory<byte> body, Exception? end, SlowFault? slow, TimeProvider? time) : Stream
    {
        private int _read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => _read;
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (slow?.Body is { } pause && _read < body.Length)
            {
                await HttpClock.DelayAsync(time!, pause, cancellationToken).ConfigureAwait(false);
                buffer = buffer[..Math.Min(buffer.Length, slow.BytesPerPiece)];
            }

            return ReadNow(buffer.Span);
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        // A synchronous reader is served where it does not have to wait.
        public override int Read(byte[] buffer, int offset, int count) => slow?.Body is null
            ? ReadNow(buffer.AsSpan(offset, count))
            : throw new NotSupportedException("A slow body is read asynchronously.");

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private int ReadNow(Span<byte> buffer)
        {
            if (_read == body.Length)
            {
                return end is null ? 0 : throw end;
            }

            int piece = Math.Min(buffer.Length, body.Length - _read);
            body.Span.Slice(_read, piece).CopyTo(buffer);
            _read += piece;
            return piece;
        }
    }
}
