using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Windtunnel.Testing.Cloud;

/// <summary>A hash or checksum that is computed while bytes pass by.</summary>
internal abstract class Digest
{
    private byte[]? _value;

    /// <summary>Asking for it ends the computation. Checksums are big-endian, as every service writes them.</summary>
    public byte[] Value => _value ??= Finish();

    public string Base64 => Convert.ToBase64String(Value);

    public string Hex => Convert.ToHexStringLower(Value);

    public static Digest Of(HashAlgorithmName algorithm) => new Hash(algorithm);

    public static Digest Of(CyclicCode code) => new Cyclic(code);

    public abstract void Append(ReadOnlySpan<byte> bytes);

    public async Task<Digest> AppendAsync(Content content, CancellationToken cancellation)
    {
        await foreach (ReadOnlyMemory<byte> chunk in content.ChunksAsync(cancellation))
            Append(chunk.Span);
        return this;
    }

    protected abstract byte[] Finish();

    private sealed class Hash(HashAlgorithmName algorithm) : Digest
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(algorithm);

        public override void Append(ReadOnlySpan<byte> bytes) => _hash.AppendData(bytes);

        protected override byte[] Finish()
        {
            byte[] value = _hash.GetHashAndReset();
            _hash.Dispose();
            return value;
        }
    }

    private sealed class Cyclic(CyclicCode code) : Digest
    {
        private ulong _state = code.Start;

        public override void Append(ReadOnlySpan<byte> bytes) => _state = code.Append(_state, bytes);

        protected override byte[] Finish()
        {
            byte[] value = new byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64BigEndian(value, code.Finish(_state));
            return value[(sizeof(ulong) - code.Bytes)..];
        }
    }
}
