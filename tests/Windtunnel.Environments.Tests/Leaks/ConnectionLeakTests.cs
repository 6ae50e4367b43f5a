using System.Net;
using System.Net.Sockets;
using Npgsql;
using Windtunnel.Testing;

namespace Windtunnel.Environments.Tests.Leaks;

[Collection("alone")]
public sealed class ConnectionLeakTests : IAsyncLifetime
{
    private readonly TestEnvironment _environment =
        new TestEnvironment().Add(Service.Postgres("warehouse")).Add(Service.Http("api", Answers));

    private TestPart _part = null!;
    private LeakAudit _audit = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Database => new NpgsqlConnectionStringBuilder
    {
        Host = _part.Connections["warehouse"].Host,
        Port = _part.Connections["warehouse"].Port!.Value,
        Username = _part.Connections["warehouse"].Login,
        Password = _part.Connections["warehouse"].Password,
        Database = _part.Connections["warehouse"].Schema,
    }.ConnectionString;

    public async ValueTask InitializeAsync()
    {
        await _environment.StartAsync(Token);
        _audit = LeakAudit.Begin("Load_OfADay_Succeeds");
        _part = await _environment.OpenAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        _audit.Dispose();
        await _part.DisposeAsync();
        await _environment.DisposeAsync();
    }

    [Fact]
    public async Task Connection_LeftOpen_IsFoundWithWhereItLeads()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        using (var left = new TcpClient())
        {
            await left.ConnectAsync((IPEndPoint)server.LocalEndpoint, Token);

            Assert.Contains($"a connection to {server.LocalEndpoint}, in no pool. Dispose of it.", _audit.Leaks());
        }

        Assert.DoesNotContain(_audit.Leaks(), leak => leak.Contains("in no pool", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Connections_OfPools_AreNoLeak()
    {
        using var http = new HttpClient();
        await http.GetStringAsync($"http://{_part.Connections["api"].Host}:{_part.Connections["api"].Port}/", Token);
        await using (var used = new NpgsqlConnection(Database))
        {
            await used.OpenAsync(Token);
        }

        Assert.DoesNotContain(_audit.Leaks(), leak => leak.Contains("connection", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Connection_OfAPoolThatIsNotGivenBack_IsFound()
    {
        await using (var left = new NpgsqlConnection(Database))
        {
            await left.OpenAsync(Token);

            string leak = Assert.Single(_audit.Leaks(), leak => leak.StartsWith("a connection that is in use", StringComparison.Ordinal));
            Assert.Contains($"Database={_part.Connections["warehouse"].Schema}", leak, StringComparison.Ordinal);
            Assert.DoesNotContain("Password", leak, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(_audit.Leaks(), leak => leak.Contains("in use", StringComparison.Ordinal));
    }

    private static void Answers(HttpStub api) => api.Get("/").Returns(200);
}
