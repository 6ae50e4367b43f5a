namespace Windtunnel.Testing.Tests;

public sealed class TaskExpectationsTests
{
    private static readonly Run Run = HandMadeRun.FailedLoad;

    [Fact]
    public void ShouldHave_StateAndAttemptsAsExpected_ReturnsTheTask() =>
        Assert.Same(Run.Task("load"), Run.Task("load").ShouldHave(TaskState.Failed, attempts: 2).ShouldHave(TaskState.Failed));

    [Fact]
    public void ShouldHave_AnotherNumberOfAttempts_ShowsTimelineCauseSeedAndReplay() => Assert.Equal(
        """
        Task 'load' should have ended as success in 3 attempts, but ended as failed in 2 attempts.

        Timeline (virtual time since 2026-01-01T03:00:00Z):
          +00:00:00  load, try 1: started
          +00:00:00  load, try 1: up_for_retry by System.InvalidOperationException: The warehouse is away. (again at +00:05:00)
          +00:05:00  load, try 2: started
          +00:05:00  load, try 2: failed by System.InvalidOperationException: The warehouse is away.

        Why:
          'load' failed in try 2 of 2: InvalidOperationException: The warehouse is away.

        Seed: 42
        Replay: windtunnel replay "…/orders_etl.journal.jsonl"
        """,
        Failure.Of(() => Run.Task("load").ShouldHave(TaskState.Success, attempts: 3)));

    [Fact]
    public void ShouldHave_AnotherState_NamesTheUpstreamThatDecided() => Assert.Equal(
        """
        Task 'report' should have ended as success, but ended as upstream_failed without an attempt.

        Timeline (virtual time since 2026-01-01T03:00:00Z):
          +00:00:00  load, try 1: started
          +00:00:00  load, try 1: up_for_retry by System.InvalidOperationException: The warehouse is away. (again at +00:05:00)
          +00:05:00  load, try 2: started
          +00:05:00  load, try 2: failed by System.InvalidOperationException: The warehouse is away.
          +00:05:00  report: upstream_failed without running

        Why:
          'report' is upstream_failed: its rule all_success saw 1 of 1 upstream failed ('load' is failed).
          'load' failed in try 2 of 2: InvalidOperationException: The warehouse is away.

        Seed: 42
        Replay: windtunnel replay "…/orders_etl.journal.jsonl"
        """,
        Failure.Of(() => Run.Task("report").ShouldHave(TaskState.Success)));

    [Theory]
    [InlineData(TaskState.Success, null, "Task 'extract' should have ended as failed, but ended as success in 1 attempt.")]
    [InlineData(TaskState.Success, 2, "Task 'extract' should have ended as success in 2 attempts, but ended as success in 1 attempt.")]
    public void ShouldHave_NotMet_SaysWhatWasAskedFor(TaskState state, int? attempts, string message) => Assert.Equal(
        message,
        Failure.FirstLineOf(() => Run.Task("extract").ShouldHave(attempts is null ? TaskState.Failed : state, attempts)));

    [Fact]
    public void ShouldHaveXCom_SameJson_PassesInAnyOrderOfMembers() =>
        Run.Task("extract").ShouldHaveXCom("return_value", new { day = "Monday", rows = 3 });

    [Fact]
    public void ShouldHaveXCom_OtherValue_SaysBoth() => Assert.Equal(
        """Task 'extract' should have the XCom 'return_value' with {"rows":4}, but it holds {"rows":3,"day":"Monday"}.""",
        Failure.FirstLineOf(() => Run.Task("extract").ShouldHaveXCom("return_value", new { rows = 4 })));

    [Fact]
    public void ShouldHaveXCom_NoSuchKey_ListsTheKeysThereAre() => Assert.Equal(
        "Task 'extract' should have the XCom 'total' with 4, but has only return_value.",
        Failure.FirstLineOf(() => Run.Task("extract").ShouldHaveXCom("total", 4)));

    [Fact]
    public void ShouldHaveXCom_TaskWithoutXComs_SaysSo() => Assert.Equal(
        "Task 'load' should have the XCom 'return_value' with 4, but has no XComs.",
        Failure.FirstLineOf(() => Run.Task("load").ShouldHaveXCom("return_value", 4)));

    [Fact]
    public void ShouldHaveCounted_SameNumber_ReturnsTheTask() =>
        Assert.Same(Run.Task("extract"), Run.Task("extract").ShouldHaveCounted("rows.read", 3));

    [Theory]
    [InlineData("extract", "rows.read", "Task 'extract' should have counted 4 rows.read, but counted 3.")]
    [InlineData("extract", "rows.lost", "Task 'extract' should have counted 4 rows.lost, but counted only rows.read.")]
    [InlineData("load", "rows.read", "Task 'load' should have counted 4 rows.read, but counted nothing.")]
    public void ShouldHaveCounted_OtherNumber_SaysWhatWasCounted(string task, string name, string message) =>
        Assert.Equal(message, Failure.FirstLineOf(() => Run.Task(task).ShouldHaveCounted(name, 4)));

    [Fact]
    public void ShouldHaveLogged_PartOfALine_ReturnsTheTask() =>
        Assert.Same(Run.Task("extract"), Run.Task("extract").ShouldHaveLogged("rows for Monday"));

    [Fact]
    public void ShouldHaveLogged_NoSuchLine_ShowsTheLastLines()
    {
        Assert.StartsWith(
            "Task 'extract' should have logged a line with 'Tuesday', but its last lines are:\n  info: Three rows for Monday.\n",
            Failure.Of(() => Run.Task("extract").ShouldHaveLogged("Tuesday")), StringComparison.Ordinal);
        Assert.Equal(
            "Task 'load' should have logged a line with 'Tuesday', but logged nothing.",
            Failure.FirstLineOf(() => Run.Task("load").ShouldHaveLogged("Tuesday")));
    }

    [Theory]
    [InlineData("InvalidOperationException")]
    [InlineData("The warehouse is away")]
    public void ShouldHaveFailedWith_TypeOrMessage_ReturnsTheTask(string text) =>
        Assert.Same(Run.Task("load"), Run.Task("load").ShouldHaveFailedWith(text));

    [Theory]
    [InlineData("load", "failed with System.InvalidOperationException: The warehouse is away.")]
    [InlineData("report", "upstream_failed.")]
    public void ShouldHaveFailedWith_OtherError_SaysWhichItWas(string task, string actual) => Assert.Equal(
        $"Task '{task}' should have failed with 'out of disk', but ended as {actual}",
        Failure.FirstLineOf(() => Run.Task(task).ShouldHaveFailedWith("out of disk")));

    [Fact]
    public void ShouldHaveFailedWith_TaskThatSkippedItself_IsNotMet()
    {
        Run run = new HandMadeRun(null, HandMadeRun.Task("pick")).Runs("pick", 1, TaskState.Skipped, "Nothing new.")
            .Ends(RunState.Success, "success");
        Assert.Equal(
            "Task 'pick' should have failed with 'Nothing new', but ended as skipped with System.InvalidOperationException: Nothing new.",
            Failure.FirstLineOf(() => run.Task("pick").ShouldHaveFailedWith("Nothing new")));
    }

    [Fact]
    public void ShouldBeSkippedBecause_TheRightCause_ReturnsTheTask() =>
        Run.Task("greet").ShouldBeSkippedBecause(CauseKind.Branch)
            .ShouldBeSkippedBecause(CauseKind.Branch, by: "extract").ShouldBeSkippedBecause("extract");

    [Theory]
    [InlineData("greet", CauseKind.ShortCircuit, null, "ShortCircuit, but is skipped because of Branch by 'extract'.")]
    [InlineData("greet", CauseKind.Branch, "load", "Branch by 'load', but is skipped because of Branch by 'extract'.")]
    [InlineData("extract", CauseKind.Branch, null, "Branch, but is success without such a cause.")]
    [InlineData("report", CauseKind.TriggerRule, null, "TriggerRule, but is upstream_failed because of TriggerRule by 'load'.")]
    public void ShouldBeSkippedBecause_AnotherCause_SaysWhich(string task, CauseKind kind, string? by, string found) => Assert.Equal(
        $"Task '{task}' should be skipped because of {found}",
        Failure.FirstLineOf(() => Run.Task(task).ShouldBeSkippedBecause(kind, by)));

    [Theory]
    [InlineData("greet", "a power cut")]
    [InlineData("report", "load")]
    public void ShouldBeSkippedBecause_OtherText_Fails(string task, string text) => Assert.StartsWith(
        $"Task '{task}' should be skipped because of '{text}', but is ",
        Failure.Of(() => Run.Task(task).ShouldBeSkippedBecause(text)),
        StringComparison.Ordinal);
}
