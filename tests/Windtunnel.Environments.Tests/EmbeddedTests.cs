using Windtunnel.Testing;

namespace Windtunnel.Environments.Tests;

public sealed class EmbeddedTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stub_OfAnEnvironment_IsAnotherForEachTunnelAndKeepsAccount()
    {
        await using var environment = new TestEnvironment()
            .Add(Service.Http("status_api", stub => stub.Get("/status").Returns(200)));
        var dag = new Dag("ask");
        dag.Task("ask", async context =>
        {
            using HttpClient api = context.Connections["status_api"].Http();
            return (int)(await api.GetAsync(new Uri("status", UriKind.Relative), context.Cancellation)).StatusCode;
        });
        await using var one = Tunnel.For(dag).In(environment);
        await using var two = Tunnel.For(dag).In(environment);

        Run[] runs = [await one.RunAsync(Token), await two.RunAsync(Token)];

        Assert.All(runs, run => run.Task("ask").ShouldHaveXCom("return_value", 200));
    }

    [Fact]
    public async Task Stub_OfAnEnvironmentThatNobodyCalls_FailsTheRun()
    {
        await using var environment = new TestEnvironment().Add(Service.Http("status_api", stub => stub.Get("/status").Returns(200)));
        var dag = new Dag("ask");
        dag.Task("ask", _ => 1);
        await using var tunnel = Tunnel.For(dag).In(environment);

        await Assert.ThrowsAsync<RunAssertionException>(() => tunnel.RunAsync(Token));
    }

    [Fact]
    public async Task Command_ThatServes_GetsAPortAndAFolderOfItsOwn()
    {
        await using var environment = new TestEnvironment()
            .Add(Service.Command("cache", "redis-server", "--port", "{port}", "--dir", "{folder}", "--save", ""));

        StartReport report = await environment.StartAsync(Token);
        await using TestPart part = await environment.OpenAsync(Token);

        Assert.Equal(ProviderKind.Native, Assert.Single(report.Services).Provider);
        Assert.Equal("127.0.0.1", part.Connections["cache"].Host);
    }

    [Fact]
    public async Task Command_ThatEndsAtOnce_FailsWithItsOutput()
    {
        await using var environment = new TestEnvironment()
            .Add(Service.Command("cache", "redis-server", "--port", "{port}", "--no-such-setting", "1"));

        var e = await Assert.ThrowsAsync<EnvironmentException>(() => environment.StartAsync(Token));

        Assert.StartsWith("Service 'cache' (native) ended before it was ready: exit code 1.", e.Message, StringComparison.Ordinal);
        Assert.Contains("no-such-setting", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_ThatIsNotThere_SaysSo()
    {
        await using var environment = new TestEnvironment().Add(Service.Command("cache", "no-such-program"));

        var e = await Assert.ThrowsAsync<EnvironmentException>(() => environment.StartAsync(Token));

        Assert.Contains("the program 'no-such-program' was not found.", e.Message, StringComparison.Ordinal);
    }
}
