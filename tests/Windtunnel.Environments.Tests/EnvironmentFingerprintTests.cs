using Windtunnel.Testing;

namespace Windtunnel.Environments.Tests;

public sealed class EnvironmentFingerprintTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fingerprint_OfAnEnvironmentWithPostgres_KnowsTheServerAndItsDatabase()
    {
        await using TestEnvironment environment = new TestEnvironment().Add(Service.Postgres("warehouse"));

        Fingerprint found = await environment.FingerprintAsync(Cancellation);

        Assert.StartsWith("PostgreSQL ", found.Facts["service.warehouse.version"], StringComparison.Ordinal);
        Assert.Equal("native", found.Facts["service.warehouse.provider"]);
        Assert.Equal("UTF8", found.Facts["service.warehouse.encoding"]);
        Assert.NotEmpty(found.Facts["service.warehouse.collation"]);
        Assert.NotEmpty(found.Facts["service.warehouse.schema"]);
        Assert.Equal(found, await environment.FingerprintAsync(Cancellation));
    }

    [Fact]
    public async Task Fingerprint_OfARunInAnEnvironment_KnowsItsServices()
    {
        var dag = new Dag("load");
        dag.Task("load", context => _ = context.Connections["store"].Host);
        await using TestEnvironment environment = new TestEnvironment().Add(Service.Postgres("store"));
        await using Tunnel tunnel = Tunnel.For(dag).In(environment).AllowUnused("store");

        Run run = await tunnel.RunAsync(Cancellation);

        Assert.Equal("native", run.Fingerprint!.Facts["service.store.provider"]);
        Assert.Contains("os", run.Fingerprint.Facts.Keys);
    }
}
