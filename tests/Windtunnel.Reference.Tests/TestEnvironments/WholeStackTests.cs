using Windtunnel.Environments;
using Windtunnel.Reference.TestEnvironments;
using Windtunnel.Testing;

namespace Windtunnel.Reference.Tests.TestEnvironments;

public sealed class WholeStackTests
{
    private const string TwoFlightsAndARowThatIsNone = """
        [
          { "date": "2001/02/18 08:00", "delay": 12, "distance": 129, "origin": "SEA", "destination": "PDX" },
          { "date": "2001/02/18 09:30", "delay": -3, "distance": 129, "origin": "PDX", "destination": "SEA" },
          { "date": "yesterday", "delay": 0, "distance": 1, "origin": "SEA", "destination": "PDX" }
        ]
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("bullet", "2.2#1")]
    public async Task Day_TakenFromTheApi_IsInTheLakeInTheWarehouseAndInTheMail()
    {
        await using TestEnvironment stack = ReferenceEnvironments.Stack(Api(api => api.ReturnsJson(TwoFlightsAndARowThatIsNone)));
        await using TestPart own = await stack.OpenAsync(Token);

        (await RunAsync(own)).ShouldSucceed().ShouldHaveRunInOrder("keep_answer", "load_day", "mail_summary");

        Assert.Equal(TwoFlightsAndARowThatIsNone, await LakeOf(own).ReadTextAsync(WholeStack.Bucket, "answers/2001-02-18.json", Token));
        Assert.Equal(["PDX|-3", "SEA|12"], own.Query("SELECT origin, delay_minutes FROM flights ORDER BY origin"));
        ReceivedMail mail = Assert.Single(own.Connections["ops_mail"].As<MailInbox>().Mails);
        Assert.Equal("2001-02-18: 2 flights loaded, 1 rejected", mail.Subject);
    }

    [Fact]
    [Trait("bullet", "2.2#2")]
    public async Task Services_OfTheStack_StartInOrderAndTheReportSaysWhichDecided()
    {
        await using TestEnvironment stack = ReferenceEnvironments.Stack(Service.Http("flights_api", ReferenceEnvironments.FlightsApi));

        StartReport report = await stack.StartAsync(Token);

        Assert.Equal(["flights_api", "lake", "ops_mail", "warehouse"], report.Services.Select(start => start.Service).Order());
        Assert.Equal(["warehouse", "flights_api"], report.CriticalPath);
        ServiceStart warehouse = report.Services.Single(start => start.Service == "warehouse");
        ServiceStart api = report.Services.Single(start => start.Service == "flights_api");
        Assert.True(api.Begun >= warehouse.Ready);
        Assert.StartsWith("PostgreSQL ", warehouse.Version, StringComparison.Ordinal);
        Assert.EndsWith("warehouse > flights_api", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("bullet", "2.2#2")]
    public async Task Server_OfTheStack_KeepsWhatItLogs()
    {
        await using TestEnvironment stack = ReferenceEnvironments.Stack(Api(api => api.ReturnsJson("[]")));
        await using TestPart own = await stack.OpenAsync(Token);

        Assert.Throws<Npgsql.PostgresException>(() => own.Query("SELECT * FROM arrivals"));

        while (!stack.OutputOf("warehouse").Contains("relation \"arrivals\" does not exist", StringComparison.Ordinal))
        {
            await Task.Delay(1, Token);
        }
    }

    [Fact]
    [Trait("bullet", "2.2#3")]
    public async Task Service_ThatNeverBecomesReady_IsNamedWithItsOutputAndTheRestIsStopped()
    {
        await using TestEnvironment stack = ReferenceEnvironments.Stack(
            Service.Command("flights_api", "sh", "-c", "echo Waiting for a licence.; exec sleep 1000") with
            {
                ReadyWithin = TimeSpan.FromSeconds(2),
            });

        var e = await Assert.ThrowsAsync<EnvironmentException>(() => stack.StartAsync(Token));

        Assert.Equal("flights_api", e.Service);
        Assert.StartsWith("Service 'flights_api' (native) was not ready after ", e.Message, StringComparison.Ordinal);
        Assert.EndsWith("Its last output:\n  Waiting for a licence.", e.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => stack.OutputOf("warehouse"));
    }

    [Fact]
    [Trait("bullet", "2.2#3")]
    public async Task Server_ThatDiesDuringTheRun_FailsTheTaskThatNeedsItAndTheNextTestIsTold()
    {
        TestEnvironment? stack = null;
        await using TestEnvironment environment = stack = ReferenceEnvironments.Stack(Api(api => api.Returns(_ =>
        {
            stack!.Crash("warehouse");
            return StubResponse.Text("[]");
        })));
        await using TestPart own = await environment.OpenAsync(Token);

        Run run = await RunAsync(own);

        run.Task("keep_answer").ShouldHave(TaskState.Success);
        run.Task("load_day").ShouldHave(TaskState.Failed, attempts: 3).ShouldHaveFailedWith("NpgsqlException");
        run.Task("mail_summary").ShouldHave(TaskState.UpstreamFailed);
        var e = await Assert.ThrowsAsync<EnvironmentException>(() => environment.OpenAsync(Token));
        Assert.StartsWith("Service 'warehouse' died: ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("bullet", "2.2#3")]
    public async Task Api_ThatIsDownForAWhile_IsAskedAgainAndNothingIsLoadedTwice()
    {
        await using TestEnvironment stack = ReferenceEnvironments.Stack(
            Api(api => api.Fails(503, times: 2).Then().ReturnsJson(TwoFlightsAndARowThatIsNone)));
        await using TestPart own = await stack.OpenAsync(Token);

        (await RunAsync(own)).Task("keep_answer").ShouldHave(TaskState.Success, attempts: 3);
        (await RunAsync(own)).ShouldSucceed();

        Assert.Equal(["2"], own.Query("SELECT count(*) FROM flights"));
    }

    private static EmbeddedServer Api(Action<HttpRule> answer) =>
        Service.Http("flights_api", api => answer(api.Get("/v1/flights").MayStayUnused()));

    private static ObjectStore LakeOf(TestPart own) => own.Connections["lake"].Objects();

    private static async Task<Run> RunAsync(TestPart own)
    {
        await using Tunnel tunnel = Tunnel.For(WholeStack.Create()).In(own)
            .AllowUnused("flights_api", "lake", "warehouse", "ops_mail").StartingAt("2001-02-18T00:00Z");
        return await tunnel.RunAsync(Token);
    }
}
