namespace Windtunnel.Testing.Tests;

public sealed class RunExpectationsTests
{
    private static readonly Run Failed = HandMadeRun.FailedLoad;
    private static readonly Run Green = HandMadeRun.Green;

    [Fact]
    public void ShouldSucceed_WhenTheRunSucceeded_ReturnsTheRun() => Assert.Same(Green, Green.ShouldSucceed());

    [Fact]
    public void ShouldSucceed_WhenTheRunFailed_ShowsTimelineCauseSeedAndReplay() => Assert.Equal(
        """
        Run orders_etl manual__2026-01-01T03:00:00+00:00 should have ended as success, but it ended as failed (task_failure).

        Timeline (virtual time since 2026-01-01T03:00:00Z):
          +00:00:00  load, try 1: started
          +00:00:00  load, try 1: up_for_retry by System.InvalidOperationException: The warehouse is away. (again at +00:05:00)
          +00:05:00  load, try 2: started
          +00:05:00  load, try 2: failed by System.InvalidOperationException: The warehouse is away.
          +00:05:00  report: upstream_failed without running

        Why:
          'load' failed in try 2 of 2: InvalidOperationException: The warehouse is away.
          'report' is upstream_failed: its rule all_success saw 1 of 1 upstream failed ('load' is failed).

        Seed: 42
        Replay: windtunnel replay "…/orders_etl.journal.jsonl"
        """,
        Failure.Of(() => Failed.ShouldSucceed()));

    [Fact]
    public void ShouldSucceed_WhenManyTasksWereNotReached_ExplainsTheOneThatFailed()
    {
        var cause = new Cause { Kind = CauseKind.Setup };
        var run = new HandMadeRun(null, [.. "abcd".Select(id => HandMadeRun.Task($"{id}")), HandMadeRun.Task("guilty")]);
        run.Runs("guilty", 1, TaskState.Failed, "No license.");
        foreach (char id in "abcd")
        {
            run.Decides($"{id}", TaskState.UpstreamFailed, cause);
        }

        Assert.Contains(
            "\nWhy:\n  'guilty' failed in try 1", Failure.Of(() => run.Ends(RunState.Failed, "task_failure").ShouldSucceed()),
            StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldSucceed_WhenTheRunCanNeverFinish_ShowsTheFindingAndWhatWaits()
    {
        Run run = new HandMadeRun(null, HandMadeRun.Task("load")).Does(new RunStarted { At = HandMadeRun.Start })
            .Does(new TaskWaiting
            {
                At = HandMadeRun.Start,
                Task = "load",
                State = TaskState.Scheduled,
                Cause = new() { Kind = CauseKind.NoSlot, Detail = "Pool 'small' has 1 slot, the task needs 2." },
            })
            .Does(new FindingMade { At = HandMadeRun.Start, Code = "run.blocked", Text = "The run can never finish." })
            .Ends(RunState.Running, "blocked");

        string message = Failure.Of(() => run.ShouldSucceed());

        Assert.StartsWith($"Run {run} should have ended as success, but it is still running.\n", message, StringComparison.Ordinal);
        Assert.Contains("  +00:00:00  load: still scheduled at the end\n", message, StringComparison.Ordinal);
        Assert.Contains("\nFinding run.blocked: The run can never finish.\n", message, StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldFail_WhenTheRunFailed_ReturnsTheRun() => Assert.Same(Failed, Failed.ShouldFail());

    [Fact]
    public void ShouldFail_WhenTheRunSucceeded_ShowsWhatEveryTaskDid() => Assert.Equal(
        """
        Run orders_etl manual__2026-01-01T03:00:00+00:00 should have ended as failed, but it ended as success.

        Timeline (virtual time since 2026-01-01T03:00:00Z):
          +00:00:00  only, try 1: started
          +00:00:00  only, try 1: success

        Seed: none, the engine's fixed order
        Replay: windtunnel replay "…/orders_etl.journal.jsonl"
        """,
        Failure.Of(() => Green.ShouldFail()));

    [Fact]
    public void ShouldHaveRunInOrder_WhenTheyDid_ReturnsTheRun() => Failed.ShouldHaveRunInOrder("extract", "load");

    [Theory]
    [InlineData("load", "extract", "extract, load")]
    [InlineData("extract", "report", "extract")]
    [InlineData("greet", "report", "none of them")]
    public void ShouldHaveRunInOrder_WhenTheyDidNot_SaysTheRealOrder(string first, string second, string actual) => Assert.Equal(
        $"Tasks of run {Failed} should have run in the order {first}, {second}, but they ran as {actual}.",
        Failure.FirstLineOf(() => Failed.ShouldHaveRunInOrder(first, second)));

    [Fact]
    public void ShouldTake_WhenItTookThatLong_ReturnsTheRun() => Assert.Same(Failed, Failed.ShouldTake(5.Minutes()));

    [Fact]
    public void ShouldTake_WhenItTookLonger_SaysBoth() => Assert.Equal(
        $"Run {Failed} should have taken 00:01:00, but took 00:05:00.",
        Failure.FirstLineOf(() => Failed.ShouldTake(1.Minutes())));

    [Fact]
    public void ShouldBe_OfASpan_PassesOnlyWhenEqual()
    {
        Failed.Elapsed.ShouldBe(300.Seconds());
        Assert.Equal("Failed.Elapsed should be 01:00:00, but is 00:05:00.", Failure.Of(() => Failed.Elapsed.ShouldBe(1.Hours())));
    }
}
