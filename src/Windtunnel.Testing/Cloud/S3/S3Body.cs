using System.Globalization;
using System.Security.Cryptography;
using Windtunnel.Testing.Cloud.Aws;

namespace Windtunnel.Testing.Cloud.S3;

/// <summary>A request's body, out of its frames and checked against everything that the request says about it. Its checksum is the one that
/// the client sent, or CRC64NVME, which S3 computes itself when none was sent.</summary>
internal sealed record S3Body(Content Content, string Md5, S3Checksum Checksum)
{
    private const long LargestPut = 5L << 30;
    private const int LargestDocument = 2 << 20;
    private const string Streaming = "STREAMING-";

    /// <exception cref="CloudError">The body is not what the request says.</exception>
    public static async Task<S3Body> ReceiveAsync(S3Call call, long largest = LargestPut, S3ChecksumAlgorithm? preferred = null)
    {
        CloudRequest request = call.Request;
        S3ClaimedChecksum claimed = S3ClaimedChecksum.Of(request);
        byte[]? claimedMd5 = ClaimedMd5(request);
        string payload = call.Signature is { Expires: null } ? request.Header("x-amz-content-sha256") ?? "" : "UNSIGNED-PAYLOAD";
        bool isFramed = payload.StartsWith(Streaming, StringComparison.Ordinal)
            || (request.Header("Content-Encoding")?.Contains("aws-chunked", StringComparison.Ordinal) == true
                && request.Header("x-amz-decoded-content-length") is not null);
        long announced = Announced(request, isFramed);
        if (announced > largest)
        {
            throw new CloudError(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size")
                .With("ProposedSize", $"{announced}").With("MaxSizeAllowed", $"{largest}");
        }

        Digest md5 = Digest.Of(HashAlgorithmName.MD5);
        S3ChecksumAlgorithm algorithm = claimed.Algorithm ?? preferred ?? S3ChecksumAlgorithm.Crc64Nvme;
        Digest checksum = algorithm.Create();
        Digest? sha256 = payload.Length == 64 && !isFramed ? Digest.Of(HashAlgorithmName.SHA256) : null;
        ContentWriter writer = new(sha256 is null ? [md5, checksum] : [md5, checksum, sha256]);
        writer.Expect(announced);
        Dictionary<string, string> trailers = [];
        if (isFramed)
            trailers = await Frames(call, payload).CopyToAsync(writer, payload.EndsWith("-TRAILER", StringComparison.Ordinal));
        else
            await writer.CopyFromAsync(request.Body, request.Cancellation);

        if (writer.Length != announced)
            throw AwsChunkedBody.Incomplete();
        if (sha256 is not null && !SigV4.AreEqual(sha256.Hex, payload))
        {
            throw new CloudError(
                400, "XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match what was computed.")
                .With("ClientComputedContentSHA256", payload).With("S3ComputedContentSHA256", sha256.Hex);
        }

        if (claimedMd5 is not null && !claimedMd5.AsSpan().SequenceEqual(md5.Value))
        {
            throw S3Errors.BadDigest("Content-MD5")
                .With("ExpectedDigest", Convert.ToHexStringLower(claimedMd5)).With("CalculatedDigest", md5.Base64);
        }

        claimed.Require(checksum, trailers);
        return new(writer.ToContent(), md5.Hex, new(algorithm, checksum.Base64, S3Checksum.FullObject));
    }

    /// <summary>Reads a document of an operation, of a size that fits in memory.</summary>
    public static async Task<byte[]> ReceiveDocumentAsync(S3Call call)
    {
        if (call.Request.ContentLength is null && !call.Request.IsChunked)
            return [];
        if (call.Request.ContentLength > LargestDocument)
            throw new CloudError(400, "MaxMessageLengthExceeded", "Your request was too big.")
                .With("MaxMessageLengthBytes", $"{LargestDocument}");
        S3Body body = await ReceiveAsync(call, LargestDocument);
        return await body.Content.ToArrayAsync(call.Cancellation);
    }

    private static AwsChunkedBody Frames(S3Call call, string payload)
    {
        ChunkSigner? signer = payload.StartsWith("STREAMING-AWS4-HMAC-SHA256", StringComparison.Ordinal) && call.Signature is not null
            ? new(call.Emulator.Credentials.SecretKey, call.Signature)
            : null;
        return new(call.Request.Body, signer, call.Cancellation);
    }

    private static long Announced(CloudRequest request, bool isFramed)
    {
        string? length = isFramed ? request.Header("x-amz-decoded-content-length") : request.Header("Content-Length");
        if (length is null && !isFramed && request.IsChunked)
            throw S3Errors.HeaderNotImplemented("Transfer-Encoding");
        if (length is null && !isFramed && request.ContentLength is null && request.Method != "PUT")
            return 0;
        if (!isFramed)
            length ??= request.ContentLength?.ToString(CultureInfo.InvariantCulture);
        return long.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture,
            out long announced)
            ? announced
            : throw new CloudError(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
    }

    private static byte[]? ClaimedMd5(CloudRequest request)
    {
        if (request.Header("Content-MD5") is not { } text)
            return null;
        Span<byte> value = stackalloc byte[64];
        return Convert.TryFromBase64String(text, value, out int length) && length == 16
            ? value[..length].ToArray()
            : throw new CloudError(400, "InvalidDigest", "The Content-MD5 you specified was invalid.").With("Content-MD5", text);
    }
}
