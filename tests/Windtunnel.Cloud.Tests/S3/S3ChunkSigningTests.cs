using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Windtunnel.Cloud.Tests.Replay;
using Windtunnel.Testing.Cloud;
using Windtunnel.Testing.Cloud.Aws;

namespace Windtunnel.Cloud.Tests.S3;

/// <summary>Signatures over chunks, on the key pair of AWS's documentation; the first is its published example.</summary>
public sealed class S3ChunkSigningTests
{
    private static readonly JsonElement[] Vectors =
        [.. JsonDocument.Parse(
            File.ReadAllText(Path.Combine(Conversations.Folder("s3"), "chunk-signing-vectors.json"))).RootElement.EnumerateArray()];

    public static TheoryData<string> Names => [.. Vectors.Select(vector => vector.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Seed_OfAVector_IsTheSignatureOfItsHeaders(string name)
    {
        JsonElement vector = Vectors.Single(vector => vector.GetProperty("name").GetString() == name);
        HeaderDictionary headers = new();
        foreach (JsonProperty header in vector.GetProperty("headers").EnumerateObject())
            headers[header.Name] = header.Value.GetString();
        string instant = vector.GetProperty("date").GetString()!;
        AwsSignature signature = AwsSignature.FromHeader(vector.GetProperty("authorization").GetString()!, instant)!;
        CloudRequest request = CloudRequest.Of(
            vector.GetProperty("method").GetString()!, vector.GetProperty("path").GetString()!, headers, Stream.Null,
                TestContext.Current.CancellationToken);

        string canonical =
            SigV4.CanonicalRequest(request, request.RawPath, signature.SignedHeaders, headers["x-amz-content-sha256"].ToString(), null);
        string toSign = SigV4.StringToSign(instant, signature.Scope, canonical);

        Assert.Equal(vector.GetProperty("canonical_request").GetString(), canonical);
        Assert.Equal(signature.Signature, SigV4.Sign(vector.GetProperty("secret_key").GetString()!, signature.Scope, toSign));
    }

    [Fact]
    public void Checksums_OfTheUsualCheckText_AreThePublishedOnes()
    {
        byte[] text = Encoding.ASCII.GetBytes("123456789");
        Assert.Equal("cbf43926", Hex(CyclicCode.Crc32, text));
        Assert.Equal("e3069283", Hex(CyclicCode.Crc32C, text));
        Assert.Equal("ae8b14860a799888", Hex(CyclicCode.Crc64Nvme, text));
    }

    private static string Hex(CyclicCode code, byte[] bytes)
    {
        Digest digest = Digest.Of(code);
        digest.Append(bytes);
        return digest.Hex;
    }
}
