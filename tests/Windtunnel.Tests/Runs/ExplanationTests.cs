using System.Collections.Immutable;

namespace Windtunnel.Tests.Runs;

public sealed class ExplanationTests
{
    private static readonly TaskOutline Extract = JournalWriting.Task("extract") with { Retries = 2 };
    private static readonly TaskOutline Load = JournalWriting.Task("load", "extract", "other");
    private static readonly TaskOutline Other = JournalWriting.Task("other");

    [Fact]
    public void Explanation_OfAnUpstreamFailure_LeadsToTheErrorThatBeganIt()
    {
        Run run = new JournalWriting(Extract, Other, Load).Ran("other")
            .Ran("extract", TaskState.Failed, 3, error: "Response status code does not indicate success: 503")
            .Decided("load", TaskState.UpstreamFailed, SawFailed("extract", TaskState.Failed)).Run;
        Assert.Equal(
            """
            'load' is upstream_failed: its rule all_success saw 1 of 2 upstream failed, 1 succeeded ('extract' is failed).
            'extract' failed in try 3 of 3: HttpRequestException: Response status code does not indicate success: 503.
            """,
            run.Explain("load").ToString(), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void Failure_ThatIsNotRetried_SaysSo() =>
        Assert.Equal(
            "'extract' failed in try 1 of 3 and was not retried: HttpRequestException: gone.",
            new JournalWriting(Extract).Ran("extract", TaskState.Failed, error: "gone").Run.Explain("extract").ToString());

    [Fact]
    public void Explanation_OfASuccess_NamesTriesTimeAndRule()
    {
        Run run = new JournalWriting(Extract, Other, Load).Ran("extract", TaskState.UpForRetry, error: "503").Ran("extract", @try: 2)
            .Ran("other")
            .Started("load").At(75).Ended("load", TaskState.Success).Run;
        Assert.Equal("'extract' succeeded in try 2 of 3 after 0s. Try 1 failed: HttpRequestException: 503. It waits for no other task.",
            run.Explain("extract").ToString());
        Assert.Equal("'load' succeeded in try 1 after 1m 15s. Its rule all_success was met; of its 2 upstream are now 2 success.",
            run.Explain("load").ToString());
    }

    [Theory]
    [InlineData(CauseKind.Setup, "'load' is skipped: a setup that it needs did not succeed ('extract' is failed).")]
    [InlineData(CauseKind.Branch, "'load' is skipped: 'extract' chose to follow other tasks.")]
    [InlineData(CauseKind.ShortCircuit, "'load' is skipped: 'extract' stopped what follows it.")]
    [InlineData(CauseKind.MappedSource,
        "'load' is skipped: the task whose result it is mapped over did not succeed ('extract' is failed).")]
    [InlineData(CauseKind.FailFast, "'load' is skipped: another task failed in a Dag that fails fast ('extract' is failed).")]
    [InlineData(CauseKind.RunTimeout, "'load' is skipped: the run exceeded its time limit.")]
    public void Cause_IsSaidInWords(CauseKind kind, string expected)
    {
        var cause = new Cause { Kind = kind, By = [new CauseBy("extract", -1, TaskState.Failed)] };
        Assert.Equal(expected, new JournalWriting(Extract, Load)
            .Decided("load", TaskState.Skipped, cause).Run.Explain("load").Steps[0].Text);
    }

    [Fact]
    public void Cause_OfEveryKind_HasItsOwnWords()
    {
        string[] clauses = [.. Enum.GetValues<CauseKind>().Select(kind => CauseClause.Of(new Cause { Kind = kind }))];
        Assert.Equal(clauses.Length, clauses.Distinct().Count());
        Assert.DoesNotContain(clauses, clause => clause.StartsWith("the scheduler named", StringComparison.Ordinal));
    }

    [Fact]
    public void Task_ThatWaits_SaysWhatFor()
    {
        var cause = new Cause { Kind = CauseKind.NoSlot, Detail = "pool 'small' has 1 slot and this task needs 2." };
        Run run = new JournalWriting(Other).Scheduled("other")
            .Add(new TaskWaiting { At = JournalWriting.Origin, Task = "other", State = TaskState.Scheduled, Cause = cause }).Run;
        Assert.Equal("'other' is scheduled and waits: there is no slot for it; pool 'small' has 1 slot and this task needs 2.",
            run.Explain("other").ToString());
    }

    [Fact]
    public void Decision_OverATaskThatRan_TellsBoth()
    {
        Run run = new JournalWriting(Other).Started("other")
            .Decided("other", TaskState.Failed, new Cause { Kind = CauseKind.FailFast }).Run;
        Assert.Equal("'other' is failed: another task failed in a Dag that fails fast. 'other' failed in try 1.", run.Explain("other")
            .ToString());
    }

    [Fact]
    public void MappedTask_WithoutAnIndex_IsExplainedByItsFirstThatDidNotSucceed()
    {
        Run run = new JournalWriting(Other).Expanded("other", 3).Ran("other", index: 0)
            .Ran("other", TaskState.Failed, index: 1, error: "bad").Run;
        Assert.StartsWith("'other[1]' failed", run.Explain("other").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Chain_ThatIsLong_IsCutInTheMiddleAndKeepsItsRoot()
    {
        const int Length = 100_000;
        TaskOutline[] chain = [.. Enumerable.Range(0, Length)
            .Select(at => at == 0 ? JournalWriting.Task("t0") : JournalWriting.Task($"t{at}", $"t{at - 1}"))];
        var writing = new JournalWriting(chain).Ran("t0", TaskState.Failed, error: "the root");
        for (int at = 1; at < Length; at++)
        {
            writing.Decided($"t{at}", TaskState.UpstreamFailed,
                SawFailed($"t{at - 1}", at == 1 ? TaskState.Failed : TaskState.UpstreamFailed));
        }

        Explanation explanation = writing.Run.Explain($"t{Length - 1}");
        Assert.Equal((13, Length - 13), (explanation.Steps.Length, explanation.Omitted));
        Assert.Contains("the root", explanation.RootCause.Text, StringComparison.Ordinal);
        Assert.Contains("through 99987 more", explanation.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Causes_ThatNameEachOther_AreToldOnce()
    {
        Run run = new JournalWriting(Extract, Other)
            .Decided("extract", TaskState.UpstreamFailed, SawFailed("other", TaskState.UpstreamFailed))
            .Decided("other", TaskState.UpstreamFailed, SawFailed("extract", TaskState.UpstreamFailed)).Run;
        Assert.Equal(["extract", "other"], run.Explain("extract").Steps.Select(step => step.TaskId));
    }

    private static Cause SawFailed(string upstream, TaskState state) => new()
    {
        Kind = CauseKind.TriggerRule,
        Rule = TriggerRule.AllSuccess,
        Counts = new UpstreamCounts(1, 0, 1, 0, 0, 2),
        By = ImmutableArray.Create(new CauseBy(upstream, -1, state)),
    };
}
