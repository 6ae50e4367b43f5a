using System.Buffers.Binary;

namespace Windtunnel.Airflow;

/// <summary>The last 64 bytes of a bundle:
/// <code>
/// 0 source length | 4 manifest length | 8 version (1) | 12 SHA-256 of the executable | 44 twelve zeros | 56 "AFBNDL01"
/// </code>
/// Numbers are 32 bits, little end first.</summary>
internal readonly record struct BundleTrailer(uint SourceLength, uint ManifestLength, uint Version, string Digest, bool IsReserveEmpty)
{
    public const int Size = 64;
    public const uint SupportedVersion = 1;

    private const int DigestStart = 12;
    private const int ReserveStart = 44;
    private const int MagicStart = 56;

    public long LengthBehindExecutable => (long)SourceLength + ManifestLength + Size;

    private static ReadOnlySpan<byte> Magic => "AFBNDL01"u8;

    public static byte[] Write(int sourceLength, int manifestLength, ReadOnlySpan<byte> digest)
    {
        byte[] bytes = new byte[Size];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, sourceLength);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), manifestLength);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), SupportedVersion);
        digest.CopyTo(bytes.AsSpan(DigestStart));
        Magic.CopyTo(bytes.AsSpan(MagicStart));
        return bytes;
    }

    /// <summary>Null when the file does not end as a bundle does.</summary>
    public static BundleTrailer? Read(ReadOnlySpan<byte> bytes) => bytes.Length == Size && bytes[MagicStart..].SequenceEqual(Magic)
        ? new(
            BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]),
            Convert.ToHexStringLower(bytes[DigestStart..ReserveStart]),
            !bytes[ReserveStart..MagicStart].ContainsAnyExcept((byte)0))
        : null;
}
