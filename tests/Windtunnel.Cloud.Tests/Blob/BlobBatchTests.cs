using System.Text;
using Microsoft.AspNetCore.Http;
using Windtunnel.Cloud.Tests.Replay;
using Windtunnel.Testing;
using Windtunnel.Testing.Cloud;
using Windtunnel.Testing.Cloud.Blob;

namespace Windtunnel.Cloud.Tests.Blob;

/// <summary>Batches as the SDK for Python sends them: paths in them leave out the account.</summary>
public sealed class BlobBatchTests
{
    private const string Deleting = "/flights/k?";
    private readonly string _now = TimeProvider.System.GetUtcNow().UtcDateTime.ToString("R", null);

    [Theory]
    [InlineData("", "HTTP/1.1 202 Accepted")]
    [InlineData("wrong", "HTTP/1.1 403 Forbidden")]
    public async Task Batch_OfPathsWithoutTheAccount_IsCarriedOut(string spoiled, string status)
    {
        await using BlobEmulator emulator = Emulator.AzureBlob().WithContainer("flights");
        await BlobSdkTests.ServiceOf(emulator).GetBlobContainerClient("flights").GetBlobClient("k").UploadAsync(
            BinaryData.FromString("x"), TestContext.Current.CancellationToken);
        string part = $"DELETE {Deleting} HTTP/1.1\r\nx-ms-date: {_now}\r\nContent-Length: 0\r\n"
            + $"Authorization: {Signed(emulator, "DELETE", Deleting, new() { ["Content-Length"] = "0" })}{spoiled}\r\n";
        byte[] body = Encoding.ASCII.GetBytes(
            $"--cut\r\nContent-Type: application/http\r\nContent-ID: 0\r\n\r\n{part}\r\n--cut--\r\n");
        const string Target = "/devstoreaccount1/flights", Query = "restype=container&comp=batch", Type = "multipart/mixed; boundary=cut";
        HeaderDictionary headers = new() { ["Content-Type"] = Type, ["Content-Length"] = $"{body.Length}" };
        using RawClient client = new(emulator.Endpoint);

        Answered answered = await client.SendAsync(
            "POST", Target, Query,
            [("x-ms-date", _now), ("Content-Type", Type), ("Authorization", Signed(emulator, "POST", $"{Target}?{Query}", headers))], body);

        Assert.Equal(202, answered.Status);
        Assert.Contains(status, answered.Text, StringComparison.Ordinal);
    }

    private string Signed(BlobEmulator emulator, string method, string target, HeaderDictionary headers)
    {
        headers["x-ms-date"] = _now;
        CloudRequest request = CloudRequest.Of(method, target, headers, Stream.Null, default);
        string toSign = BlobAuthorization.StringToSign(request, emulator.AccountName);
        return $"SharedKey {emulator.AccountName}:{BlobAuthorization.Sign(emulator.AccountKey, toSign)}";
    }
}
