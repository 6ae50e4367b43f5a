using System.Text;

namespace Windtunnel.Testing.Tests.Http;

/// <summary>A tape as one of the stages in front of a connection.</summary>
public sealed class HttpTapeStageTests : IAsyncDisposable
{
    private const string Canary = "canary-60fe1";

    private readonly TempDirectory _folder = new();
    private readonly HttpTape _tape = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Record_OnATape_KeepsWhatReplaysTheRun(bool sockets)
    {
        await using Tunnel recorded = Tunnel.For(Sending()).Bind("api", Api(sockets)).Record("api", _tape);
        (await recorded.RunAsync(Cancellation)).ShouldSucceed().Task("send").ShouldHave(TaskState.Success, attempts: 2);
        _tape.Save(_folder.PathOf("tape.json"));

        await using Tunnel replayed = Tunnel.For(Sending()).Bind("api", Stub.Replay(_folder.PathOf("tape.json")));

        (await replayed.RunAsync(Cancellation)).ShouldSucceed().Task("send").ShouldHave(TaskState.Success, attempts: 2)
            .ShouldHaveXCom("return_value", "42");
        Assert.Equal(2, _tape.Count);
        Assert.DoesNotContain(Canary, _folder.Read("tape.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Record_BehindAFault_KeepsWhatReachedTheServerAndInFrontOfItNothing()
    {
        var front = new HttpTape();
        await using Tunnel tunnel = Tunnel.For(Sending()).Bind("api", Stub.Http(s => s.Post("/sums").Returns(200, "42")).WithoutSockets())
            .Record("api", _tape).Disturb("api", Fault.Fails(1)).Record("api", front);

        (await tunnel.RunAsync(Cancellation)).ShouldSucceed();

        Assert.Equal((1, 1), (_tape.Count, front.Count));
        Assert.Equal(["POST /sums"], front.Exchanges.Select(exchange => exchange.ToString()));
    }

    [Fact]
    public async Task Record_OfTwoRuns_KeepsTheLatest()
    {
        await using Tunnel tunnel = Tunnel.For(Sending())
            .Bind("api", Stub.Http(s => s.Post("/sums").Returns(200, "42")).WithoutSockets()).Record("api", _tape);
        await tunnel.RunAsync(Cancellation);
        await tunnel.RunAsync(Cancellation);
        Assert.Equal(1, _tape.Count);
    }

    [Fact]
    public async Task Record_OnATapeInFrontOfADatabase_SaysWhatItServes()
    {
        var dag = new Dag("orders");
        dag.Task("send", context => context.Connections["db"].Sql(Microsoft.Data.Sqlite.SqliteFactory.Instance).Database);
        await using Tunnel tunnel = Tunnel.For(dag).Bind("db", "sqlite://").Record("db", _tape);
        (await tunnel.RunAsync(Cancellation)).Task("send").ShouldHaveFailedWith(
            "'HTTP tape' stands in front of connection 'db' and serves a HttpMessageHandler, but the body used "
            + "the connection by its sql hook.");
    }

    public async ValueTask DisposeAsync() => await _folder.DisposeAsync();

    private static HttpStub Api(bool sockets)
    {
        HttpStub api = Stub.Http(s => s.Post("/sums").WithBody("20 22").Fails(503, times: 1).Then().Returns(200, "42").After(3.Seconds()))
            .WithConnection(c => c with { Login = "ann", Password = Canary });
        return sockets ? api : api.WithoutSockets();
    }

    private static Dag Sending()
    {
        var dag = new Dag("orders");
        dag.Task("send", async context =>
        {
            using HttpClient api = context.Connections["api"].Http();
            using var body = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes("20 22")));
            using HttpResponseMessage answer = await api.PostAsync("sums", body, context.Cancellation);
            return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(context.Cancellation);
        }, new() { Retries = 1 });
        return dag;
    }
}
