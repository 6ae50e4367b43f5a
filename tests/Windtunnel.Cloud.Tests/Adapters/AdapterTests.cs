using Windtunnel.Testing;

namespace Windtunnel.Cloud.Tests.Adapters;

/// <summary>The same DAG, and the same comparison, on each cloud and each emulator that can be had.</summary>
public sealed class AdapterTests(OtherEmulators stores) : IClassFixture<OtherEmulators>
{
    private static readonly ObjectDriver[] Drivers = [S3Storage.Driver, AzureBlobStorage.Driver];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Names => [.. OtherEmulators.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Dag_OnEachStore_DoesTheSame(string store)
    {
        ObjectStore objects = stores[store].Objects(Drivers);
        await objects.PutTextAsync("flights", "arrivals/monday.csv", "LAX,BNA", Cancellation);
        await objects.PutTextAsync("flights", "arrivals/tuesday.csv", "AUS", Cancellation);
        await using var tunnel = Tunnel.For(Summary()).Bind("store", stores[store]);

        Run run = await tunnel.RunAsync(Cancellation);

        run.ShouldSucceed().Task("summarise").ShouldHaveXCom("return_value", true);
        Assert.Equal("3 arrivals", await objects.ReadTextAsync("flights", "summary.txt", Cancellation));
    }

    [Fact]
    public async Task Comparison_WithTheVendorsEmulator_FindsThemAgreeButForTheOrder()
    {
        ObjectStoreComparison report = await CompareAsync("windtunnel Azure", "azurite");

        // Emulators on Node list by UTF-16, clouds by the bytes of UTF-8.
        Assert.True(report.Differences.All(difference => difference.Check == "List in order."), report.ToString());
    }

    [Fact]
    public async Task Comparison_WithAnEmulatorThatIgnoresConditions_TellsSo()
    {
        ObjectStoreComparison report = await CompareAsync("windtunnel S3", "fauxqs");

        Assert.Equal(["Put only if absent, over an object.", "List in order."], report.Differences.Select(difference => difference.Check));
        Assert.Equal(
            ("False, first stays", "True, second stays"),
            (report.Differences[0].Seen["windtunnel S3"], report.Differences[0].Seen["fauxqs"]));
    }

    [Fact]
    public async Task Comparison_WithADirectory_TellsWhatThatDoesOtherwise()
    {
        ObjectStoreComparison report = await CompareAsync("windtunnel S3", "directory");

        ObjectStoreFinding found = Assert.Single(report.Differences);
        Assert.Equal(("A key of 1,024 bytes.", "is refused"), (found.Check, found.Seen["directory"]));
        Assert.Contains("A key of 1,024 bytes.\n  directory      is refused\n", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Comparison_OfOneStore_IsRefused() => await Assert.ThrowsAsync<ArgumentException>(() => ObjectStoreComparison.RunAsync(
        new Dictionary<string, ObjectStore> { ["alone"] = stores["directory"].Objects() }, "flights", Cancellation));

    private Task<ObjectStoreComparison> CompareAsync(params string[] names) => ObjectStoreComparison.RunAsync(
        names.ToDictionary(name => name, name => stores[name].Objects(Drivers), StringComparer.Ordinal), "flights", Cancellation);

    private static Dag Summary()
    {
        var dag = new Dag("summary");
        dag.Task("summarise", async context =>
        {
            ObjectStore store = context.Connections["store"].Objects(Drivers);
            await store.DeleteAsync("flights", "summary.txt", context.Cancellation);
            int arrivals = 0;
            foreach (StoredObject day in await store.ListAsync("flights", "arrivals/", context.Cancellation))
                arrivals += (await store.ReadTextAsync("flights", day.Key, context.Cancellation)).Split(',').Length;
            using MemoryStream summary = new(System.Text.Encoding.UTF8.GetBytes($"{arrivals} arrivals"));
            return await store.PutAsync("flights", "summary.txt", summary, onlyIfAbsent: true, context.Cancellation);
        });
        return dag;
    }
}
