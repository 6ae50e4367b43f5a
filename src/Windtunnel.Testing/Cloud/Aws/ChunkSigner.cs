namespace Windtunnel.Testing.Cloud.Aws;

/// <summary>Checks the chain of signatures of a signed aws-chunked body, which starts from the signature of the request's
/// headers.</summary>
internal sealed class ChunkSigner(string secret, AwsSignature seed)
{
    private const string Attribute = ";chunk-signature=";

    private string _previous = seed.Signature;

    public void CheckChunk(string frame, byte[] payloadHash)
    {
        int at = frame.IndexOf(Attribute, StringComparison.Ordinal);
        Check(
            at < 0 ? null : frame[(at + Attribute.Length)..],
            $"{SigV4.Algorithm}-PAYLOAD\n"
            + $"{seed.Instant}\n{seed.Scope}\n{_previous}\n{SigV4.EmptyHash}\n{Convert.ToHexStringLower(payloadHash)}");
    }

    public void CheckTrailer(string? signature, string trailers) => Check(
        signature, $"{SigV4.Algorithm}-TRAILER\n{seed.Instant}\n{seed.Scope}\n{_previous}\n{SigV4.Sha256(trailers)}");

    private void Check(string? given, string stringToSign)
    {
        string expected = SigV4.Sign(secret, seed.Scope, stringToSign);
        if (given is null || !SigV4.AreEqual(given, expected))
        {
            throw new CloudError(
                403,
                "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided. Check your key and signing method.")
                .With("StringToSign", stringToSign).With("SignatureProvided", given);
        }

        _previous = expected;
    }
}
