using System.Security.Cryptography;

namespace Windtunnel.Testing.Cloud.S3;

internal sealed record S3Checksum(S3ChecksumAlgorithm Algorithm, string Value, string Type)
{
    public const string FullObject = "FULL_OBJECT";
    public const string Composite = "COMPOSITE";
}

/// <summary>One of the checksums that S3 knows.</summary>
internal sealed record S3ChecksumAlgorithm(string Name, string Element, int Bytes, Func<Digest> Create)
{
    public static S3ChecksumAlgorithm Crc64Nvme { get; } = new("CRC64NVME", "ChecksumCRC64NVME", 8, () => Digest.Of(CyclicCode.Crc64Nvme));

    public static IReadOnlyList<S3ChecksumAlgorithm> All { get; } =
    [
        new("CRC32", "ChecksumCRC32", 4, () => Digest.Of(CyclicCode.Crc32)),
        new("CRC32C", "ChecksumCRC32C", 4, () => Digest.Of(CyclicCode.Crc32C)),
        Crc64Nvme,
        new("SHA1", "ChecksumSHA1", 20, () => Digest.Of(HashAlgorithmName.SHA1)),
        new("SHA256", "ChecksumSHA256", 32, () => Digest.Of(HashAlgorithmName.SHA256)),
        new("SHA512", "ChecksumSHA512", 64, () => Digest.Of(HashAlgorithmName.SHA512)),
        new("MD5", "ChecksumMD5", 16, () => Digest.Of(HashAlgorithmName.MD5)),
    ];

    private static readonly string[] NotEmulated = ["XXHASH64", "XXHASH3", "XXHASH128"];

    public string Header { get; } = $"x-amz-checksum-{Name.ToLowerInvariant()}";

    public bool IsCyclic => Name.StartsWith("CRC", StringComparison.Ordinal);

    /// <exception cref="CloudError">There is no such algorithm.</exception>
    public static S3ChecksumAlgorithm? Named(string? name)
    {
        if (name is null)
            return null;
        if (NotEmulated.Contains(name, StringComparer.OrdinalIgnoreCase))
            throw S3Errors.NotEmulated($"checksums of {name}");
        return All.FirstOrDefault(algorithm => string.Equals(algorithm.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? throw S3Errors.InvalidRequest("Checksum algorithm provided is unsupported. Please try again with any of the valid types: "
                + "[CRC32, CRC32C, CRC64NVME, SHA1, SHA256, SHA512, MD5]");
    }

    public static S3ChecksumAlgorithm? OfHeader(string header)
    {
        const string Start = "x-amz-checksum-";
        if (header.StartsWith(Start, StringComparison.OrdinalIgnoreCase)
            && NotEmulated.Contains(header[Start.Length..], StringComparer.OrdinalIgnoreCase))
            throw S3Errors.NotEmulated($"checksums of {header[Start.Length..].ToUpperInvariant()}");
        return All.FirstOrDefault(algorithm => string.Equals(algorithm.Header, header, StringComparison.OrdinalIgnoreCase));
    }

    public bool IsValue(string text)
    {
        Span<byte> bytes = stackalloc byte[128];
        return Convert.TryFromBase64String(text, bytes, out int length) && length == Bytes;
    }
}
