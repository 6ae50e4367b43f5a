using Windtunnel.Cloud.Tests.Replay;
using Windtunnel.Testing;

namespace Windtunnel.Cloud.Tests.Adapters;

/// <summary>Amazon's and Microsoft's own clients for Node: second foreign clients beside those for .NET.</summary>
public sealed class NodeClientTests
{
    [Fact]
    public async Task NodeClients_DoingWhatTheyCan_FindServicesThatAnswerAsTheVendors()
    {
        string installed = NodeProgram.Require("clouds");
        await using S3Emulator s3 = Emulator.S3().WithBucket("flights");
        await using BlobEmulator blob = Emulator.AzureBlob().WithContainer("flights");

        Dictionary<string, string> seen = await NodeProgram.DriveAsync(installed, "drive.mjs", s3.Endpoint.ToString(),
            blob.ConnectionString);

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["s3 put"] = "\"\\\"5eb63bbbe01eeed093cb22bb8f5acdc3\\\"\"",
                ["s3 get"] = "[\"hello world\",\"v\"]",
                ["s3 range"] = "\"world\"",
                ["s3 once"] = "\"PreconditionFailed\"",
                ["s3 missing"] = "\"NoSuchKey\"",
                ["s3 CRC32"] = "\"DUoRhQ==\"",
                ["s3 CRC32C"] = "\"yZRlqg==\"",
                ["s3 SHA1"] = "\"Kq5sNclPz7QV2+lfQIuc6R7oRu0=\"",
                ["s3 SHA256"] = "\"uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=\"",
                ["s3 multipart"] = "5242890",
                ["s3 copy"] = "\"hello world\"",
                ["s3 list"] = "[\"CRC32\",\"CRC32C\",\"SHA1\",\"SHA256\",\"a/\",\"big\",\"copy\"]",
                ["s3 delete many"] = "2",
                ["s3 select"] = "\"NotImplemented\"",
                ["blob put"] = "true",
                ["blob get"] = "[\"hello world\",\"v\"]",
                ["blob range"] = "\"world\"",
                ["blob once"] = "\"BlobAlreadyExists\"",
                ["blob missing"] = "\"BlobNotFound\"",
                ["blob blocks"] = "[3145728,3]",
                ["blob append"] = "\"one,two\"",
                ["blob lease"] = "\"LeaseIdMissing\"",
                ["blob list"] = "[\"a/\",\"big\",\"log\"]",
                ["blob batch"] = "[1,1]",
            },
            seen);
        Assert.Equal(["GetBucketInventoryConfiguration"], s3.UnsupportedCalls.Select(call => call.Operation));
        Assert.Empty(blob.UnsupportedCalls);
    }
}
