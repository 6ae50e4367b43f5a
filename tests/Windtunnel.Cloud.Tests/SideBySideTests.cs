using Windtunnel.Testing;

namespace Windtunnel.Cloud.Tests;

public sealed class SideBySideTests
{
    private const int Tests = 200;

    [Fact]
    public async Task Tunnels_TwoHundredAtOnce_EachWithItsOwnWorld_DoNotMeet()
    {
        string[] seen = await Task.WhenAll(Enumerable.Range(0, Tests).Select(number => RunAsync(number,
            TestContext.Current.CancellationToken)));

        Assert.Equal(Enumerable.Range(0, Tests).Select(number => $"{number} {number} 1"), seen);
    }

    private static async Task<string> RunAsync(int number, CancellationToken cancellation)
    {
        await Task.Yield();
        HttpStub api = Stub.Http(s => s.Get("/number").Returns(200, $"{number}"));
        GcsEmulator gcs = Emulator.Gcs().WithBucket("flights");
        BlobEmulator blob = Emulator.AzureBlob().WithContainer("flights");
        var dag = new Dag("one_of_many");
        dag.Task("copy", async context =>
        {
            using HttpClient client = context.Connections["api"].Http();
            string text = await client.GetStringAsync("/number", context.Cancellation);
            ObjectStore google = context.Connections["gcs"].Objects(), azure = context.Connections["blob"].Objects(AzureBlobStorage.Driver);
            await google.PutTextAsync("flights", "k", text, context.Cancellation);
            await azure.PutTextAsync("flights", "k", await google.ReadTextAsync("flights", "k", context.Cancellation),
                context.Cancellation);
            string read = await azure.ReadTextAsync("flights", "k", context.Cancellation);
            return $"{text} {read} {(await azure.ListAsync("flights", "", context.Cancellation)).Count}";
        });
        await using var tunnel = Tunnel.For(dag).Bind("api", api).Bind("gcs", gcs).Bind("blob", blob);

        return (await tunnel.RunAsync(cancellation)).ShouldSucceed().Task("copy").XCom<string>("return_value");
    }
}
