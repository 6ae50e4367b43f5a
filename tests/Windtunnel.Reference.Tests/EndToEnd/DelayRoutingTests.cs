using Windtunnel.Reference.Aviation;
using Windtunnel.Reference.EndToEnd;
using Windtunnel.Testing;

namespace Windtunnel.Reference.Tests.EndToEnd;

/// <summary>The routes a day can take, on real days where there is one.</summary>
public sealed class DelayRoutingTests : IAsyncDisposable
{
    private const string DayOfBoth = "2001-01-03";
    private const string DayOfLateOnly = "2001-01-01";
    private const string QuietDay = "2001-04-01";

    private readonly TempDirectory _inbox = new();
    private readonly TempDirectory _outbox = new();
    private readonly TempDirectory _oncall = new();
    private Tunnel? _tunnel;

    [Fact]
    [Trait("bullet", "1.2#1")]
    public async Task DelayRouting_DayWithLateAndVeryLateFlights_TakesBothRoutesAndJoins()
    {
        Run run = await RunAsync(DayOfBoth);

        run.ShouldSucceed().ShouldHaveRunInOrder("classify_flights", "any_flights", "choose_route", "publish_board", "write_audit");
        run.Task("tell_passengers").ShouldHaveCounted("flights.told", 7);
        run.Task("rebook_passengers").ShouldHaveCounted("flights.rebooked", 1);
        run.Task("watcher").ShouldHave(TaskState.Skipped);
        Assert.Equal(
            ["audit-2001-01-03.json", "board-2001-01-03.json", "notices-2001-01-03.json", "rebookings-2001-01-03.json"], _outbox.Files);
        Assert.Equal("""{"date":"2001-01-03","told":7,"rebooked":1}""", _outbox.Read("board-2001-01-03.json"));
    }

    [Fact]
    [Trait("bullet", "1.2#2")]
    public async Task DelayRouting_DayWithLateFlightsOnly_TakesOneRouteAndStillJoins()
    {
        Run run = await RunAsync(DayOfLateOnly);

        run.ShouldSucceed().Task("tell_passengers").ShouldHaveCounted("flights.told", 5);
        run.Task("rebook_passengers").ShouldBeSkippedBecause(CauseKind.Branch, by: "choose_route");
        Assert.Equal("""{"date":"2001-01-01","told":5,"rebooked":0}""", _outbox.Read("board-2001-01-01.json"));
    }

    [Fact]
    [Trait("bullet", "1.2#3")]
    public async Task DelayRouting_WhenARouteFails_RunIsRedAlthoughItsLastTaskSucceeds()
    {
        Obstruct(_outbox, "rebookings-2001-01-03.json");

        Run run = await RunAsync(DayOfBoth);

        run.ShouldFail().ShouldTake(10.Minutes());
        run.Task("rebook_passengers").ShouldHave(TaskState.Failed, attempts: 3);
        run.Task("tell_passengers").ShouldHave(TaskState.Success, attempts: 1);
        run.Task("publish_board").ShouldHave(TaskState.UpstreamFailed);
        run.Task("write_audit").ShouldHave(TaskState.Success, attempts: 1);
        run.Task("watcher").ShouldHave(TaskState.Failed, attempts: 1).ShouldHaveFailedWith("the alarm is raised");
        Assert.Equal(["alarm-2001-01-03.json"], _oncall.Files);
        Assert.Contains("rebook_passengers", run.Explain("publish_board").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DelayRouting_DayWithVeryLateFlightsOnly_TakesTheOtherRouteAlone()
    {
        _inbox.With("flights.json", """[{"date":"2001/04/01 08:00","delay":500,"distance":304,"origin":"PHX","destination":"SAN"},7]""");

        Run run = await RunAsync(QuietDay);

        run.ShouldSucceed().Task("classify_flights").ShouldHaveCounted("flights", 1).ShouldHaveCounted("rows.rejected", 1);
        run.Task("rebook_passengers").ShouldHaveCounted("flights.rebooked", 1);
        run.Task("tell_passengers").ShouldBeSkippedBecause(CauseKind.Branch, by: "choose_route");
        Assert.Equal("""{"date":"2001-04-01","told":0,"rebooked":1}""", _outbox.Read("board-2001-04-01.json"));
    }

    [Fact]
    public async Task DelayRouting_DayOfPunctualFlights_SkipsTheJoinAndExplainsIt()
    {
        Run run = await RunAsync(DayOfBoth, tunnel => tunnel.WithParam("late_minutes", 1000).WithParam("very_late_minutes", 1001));

        run.ShouldSucceed();
        Assert.Equal("""{"late_minutes":1000,"very_late_minutes":1001}""", run.Params);
        run.Task("tell_passengers").ShouldBeSkippedBecause(CauseKind.Branch, by: "choose_route");
        run.Task("rebook_passengers").ShouldBeSkippedBecause(CauseKind.Branch, by: "choose_route");
        run.Task("publish_board").ShouldBeSkippedBecause(CauseKind.TriggerRule, by: "tell_passengers");
        string explanation = run.Explain("publish_board").ToString();
        Assert.Contains("none_failed_min_one_success", explanation, StringComparison.Ordinal);
        Assert.Contains("choose_route", explanation, StringComparison.Ordinal);
        Assert.Equal("""{"date":"2001-01-03","flights":26}""", _outbox.Read("audit-2001-01-03.json"));
    }

    [Fact]
    public async Task DelayRouting_ParamOfAnotherType_StartsNoRun() => Assert.Contains(
        "late_minutes",
        (await Assert.ThrowsAsync<ParamException>(() => RunAsync(DayOfBoth, tunnel => tunnel.WithParam("late_minutes", "soon")))).Message,
        StringComparison.Ordinal);

    [Fact]
    public async Task DelayRouting_QuietDayWithRulesRespected_SkipsTheRoutesAndAuditsTheDay()
    {
        Run run = await RunAsync(QuietDay);

        run.ShouldSucceed();
        run.Task("choose_route").ShouldBeSkippedBecause(CauseKind.ShortCircuit, by: "any_flights");
        run.Task("tell_passengers").ShouldBeSkippedBecause(CauseKind.TriggerRule, by: "choose_route");
        run.Task("write_audit").ShouldHave(TaskState.Success, attempts: 1);
        Assert.Equal("""{"date":"2001-04-01","flights":0}""", _outbox.Read("audit-2001-04-01.json"));
    }

    [Fact]
    public async Task DelayRouting_QuietDayWithRulesIgnored_SkipsEverythingBehindTheGate()
    {
        Run run = await RunAsync(QuietDay, tunnel => tunnel.AllowUnused("outbox"), auditQuietDays: false);

        run.ShouldSucceed();
        Assert.All(
            ["choose_route", "tell_passengers", "rebook_passengers", "publish_board", "write_audit", "watcher"],
            id => run.Task(id).ShouldBeSkippedBecause(CauseKind.ShortCircuit, by: "any_flights"));
        Assert.Empty(_outbox.Files);
    }

    [Fact]
    public async Task DelayRouting_AuditFailsOnAQuietDay_IsSeenByTheWatcherToo()
    {
        Obstruct(_outbox, "audit-2001-04-01.json");
        Run run = await RunAsync(QuietDay);
        run.ShouldFail().Task("watcher").ShouldHave(TaskState.Failed);
    }

    [Fact]
    public async Task DelayRouting_InboxIsAway_AuditsADayThatCouldNotBeRead()
    {
        Directory.Delete(_inbox.Path);
        Run run = await RunAsync(QuietDay, deliver: false);

        run.ShouldFail().Task("classify_flights").ShouldHave(TaskState.Failed, attempts: 3);
        run.Task("write_audit").ShouldHave(TaskState.Success);
        Assert.Equal("""{"date":"2001-04-01"}""", _outbox.Read("audit-2001-04-01.json"));
        Assert.Equal(["alarm-2001-04-01.json"], _oncall.Files);
    }

    public ValueTask DisposeAsync() => _tunnel?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>A directory where the DAG wants to write a file.</summary>
    private static void Obstruct(TempDirectory directory, string file) => Directory.CreateDirectory(directory.PathOf(file));

    private Task<Run> RunAsync(string day, Func<Tunnel, Tunnel>? with = null, bool auditQuietDays = true, bool deliver = true)
    {
        if (deliver)
        {
            _inbox.WithCopyOf(ReferenceData.PathOf("flights-2k.json"));
        }

        _tunnel = Tunnel.For(DelayRouting.Create(auditQuietDays)).StartingAt($"{day}T23:55Z")
            .Bind("flights_inbox", _inbox).Bind("outbox", _outbox).Bind("oncall", _oncall).AllowUnused("oncall");
        return (with?.Invoke(_tunnel) ?? _tunnel).RunAsync(TestContext.Current.CancellationToken);
    }
}
