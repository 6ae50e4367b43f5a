namespace Windtunnel.Engine.Tests.Deployments;

/// <summary>Moments by which runs should have succeeded (semantics, §17).</summary>
public sealed class DeadlineTests
{
    private readonly List<DateTimeOffset> _missed = [];

    public static TheoryData<DeadlineReference, double, double[]> References => new()
    {
        { DeadlineReference.DagRunQueuedAt, 30, [30] },
        { DeadlineReference.DagRunQueuedAt, 90, [] },
        { DeadlineReference.DagRunLogicalDate, 3600 + 30, [30] },
        { DeadlineReference.DagRunLogicalDate, 30, [-3570] },
        { DeadlineReference.At(Deployed.Start), 20, [20] },
        { DeadlineReference.AverageRuntime(1), 20, [] },
    };

    [Theory]
    [MemberData(nameof(References))]
    public async Task Deadline_OfARunOfAMinute_IsMissedWhenItPassesBefore(DeadlineReference reference, double seconds, double[] missed)
    {
        using Deployment deployment = Deployed.With(Minute(new Deadline(reference, TimeSpan.FromSeconds(seconds), Note)));

        await deployment.RunOnceAsync("d", new() { LogicalDate = Deployed.Start.AddHours(-1) });
        await deployment.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal(missed, _missed.Select(due => (due - Deployed.Start).TotalSeconds));
    }

    [Fact]
    public async Task AverageRuntime_AfterASuccessfulRun_IsThatRunsDuration()
    {
        var average = new Deadline(DeadlineReference.AverageRuntime(2, 1), TimeSpan.FromSeconds(-1), Note);
        using Deployment deployment = Deployed.With(Minute(average));

        await deployment.RunOnceAsync("d");
        DateTimeOffset second = deployment.Now;
        await deployment.RunOnceAsync("d");

        Assert.Equal(second.AddSeconds(59), Assert.Single(_missed));
    }

    [Fact]
    public async Task Deadline_OfAClearedRun_CountsFromTheNewQueueing()
    {
        using Deployment deployment = Deployed.With(Minute(new Deadline(DeadlineReference.DagRunQueuedAt, TimeSpan.FromSeconds(50), Note)));
        Run first = await deployment.RunOnceAsync("d");
        DateTimeOffset cleared = deployment.Now;

        deployment.Clear("d", first.RunId, new() { OnlyFailed = false });
        await deployment.IdleAsync();

        Assert.Equal([Deployed.Start.AddSeconds(50), cleared.AddSeconds(50)], _missed);
    }

    [Fact]
    public async Task Callback_ThatThrows_IsRecordedAndChangesNothing()
    {
        var deadline = new Deadline(
            DeadlineReference.DagRunQueuedAt, TimeSpan.Zero, _ => throw new InvalidOperationException("Pager is down."));
        using Deployment deployment = Deployed.With(Minute(deadline));

        Run run = await deployment.RunOnceAsync("d");

        Assert.Equal(("deadline", "Pager is down."), (Assert.Single(run.Callbacks).Callback, run.Callbacks[0].Error!.Message));
        Assert.Equal(RunState.Success, run.State);
    }

    private static Dag Minute(Deadline deadline)
    {
        var dag = new Dag("d") { Deadlines = [deadline] };
        dag.Takes("a", 60);
        return dag;
    }

    private void Note(DeadlineMissed missed) => _missed.Add(missed.Due);
}
