namespace Windtunnel.Testing.Cloud.S3;

/// <summary>The checksum that a request says its body has, in a header or in a trailer that a header announces.</summary>
internal sealed record S3ClaimedChecksum(S3ChecksumAlgorithm? Algorithm, string? Value, bool IsInTrailer)
{
    public static S3ClaimedChecksum Of(CloudRequest request)
    {
        foreach (string header in request.Headers.Keys)
            S3ChecksumAlgorithm.OfHeader(header);
        var given = S3ChecksumAlgorithm.All.Where(algorithm => request.Header(algorithm.Header) is not null).ToList();
        S3ChecksumAlgorithm? trailing = request.Header("x-amz-trailer") is { } trailer
            ? S3ChecksumAlgorithm.OfHeader(trailer.Trim())
                ?? throw S3Errors.InvalidRequest("The value specified in the x-amz-trailer header is not supported")
            : null;
        if (given.Count + (trailing is null ? 0 : 1) > 1)
            throw S3Errors.InvalidRequest("Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
        S3ChecksumAlgorithm? announced = S3ChecksumAlgorithm.Named(request.Header("x-amz-sdk-checksum-algorithm"));
        if (trailing is not null)
            return new(trailing, null, IsInTrailer: true);
        if (given.Count == 0)
        {
            return announced is null
                ? new(null, null, false)
                : throw S3Errors.InvalidRequest(
                    "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.");
        }

        string value = request.Header(given[0].Header)!;
        if (!given[0].IsValue(value))
            throw S3Errors.InvalidRequest($"Value for {given[0].Header} header is invalid.");
        if (announced is not null && announced != given[0])
            throw S3Errors.InvalidRequest("Value for x-amz-sdk-checksum-algorithm header is invalid.");
        return new(given[0], value, IsInTrailer: false);
    }

    /// <exception cref="CloudError">The body has another checksum, or the trailer is missing.</exception>
    public void Require(Digest computed, Dictionary<string, string> trailers)
    {
        if (Algorithm is null)
            return;
        string? value = Value;
        if (IsInTrailer && (!trailers.TryGetValue(Algorithm.Header, out value) || !Algorithm.IsValue(value)))
            throw S3Errors.InvalidRequest($"Value for {Algorithm.Header} trailing header is invalid.");
        if (value != computed.Base64)
            throw S3Errors.BadDigest(Algorithm.Name);
    }
}
