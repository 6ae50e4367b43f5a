using Windtunnel.Tests.Runs;
using static Windtunnel.Tests.Runs.JournalWriting;

namespace Windtunnel.Insights.Tests;

public sealed class RunComparisonTests
{
    [Fact]
    public void Comparison_OfARunWithItself_FindsNothing()
    {
        RunComparison comparison = RunComparison.Of(SampleRuns.Eventful(), SampleRuns.Eventful());

        Assert.True(comparison.IsEqual);
        Assert.Empty(comparison.Differences);
    }

    [Fact]
    public void Comparison_OfOtherTimes_FindsNothing()
    {
        Run slow = Deployed().At(60).Ran("extract").At(100).Ran("load").Ran("report").RunEnded(RunState.Success).Run;

        Assert.True(RunComparison.Of(Embedded().Run, slow).IsEqual);
    }

    [Fact]
    public void Difference_ThatIsTheFirstOfItsChain_ComesBeforeWhatFollowsFromIt()
    {
        Run broken = Deployed().Ran("extract", TaskState.Failed, error: "connection refused")
            .Decided("load", TaskState.UpstreamFailed, Because("extract")).Decided("report", TaskState.UpstreamFailed, Because("load"))
            .RunEnded(RunState.Failed, "task_failure").Run;

        RunComparison comparison = RunComparison.Of(Embedded().Run, broken);

        Assert.Equal(
            [(DifferenceKind.RunState, null, null), (DifferenceKind.State, "extract", null), (DifferenceKind.State, "load", "extract"),
                (DifferenceKind.State, "report", "extract")],
            comparison.Differences.Select(one => (one.Kind, one.TaskId, one.FollowsFrom)));
        Assert.Equal(
            "'extract': it ended as success, but as failed on airflow. It failed there: HttpRequestException: connection refused. "
            + "Its connection seems not to lead where it does in the other run.",
            comparison.Differences[1].ToString());
        Assert.Equal("It follows from 'extract'.", comparison.Differences[2].Cause);
    }

    [Fact]
    public void State_OfATaskThatNeverBegan_IsTheWorkersDoing()
    {
        Run broken = Deployed().Scheduled("extract").Ended("extract", TaskState.Failed).RunEnded(RunState.Failed, "task_failure").Run;

        RunDifference difference = RunComparison.Of(Embedded().Run, broken).Differences.Single(one => one.TaskId == "extract");

        Assert.StartsWith("Its body did not begin: the worker could not start it.", difference.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void Tries_OfATaskThatWasRetried_AreToldWithTheFailure()
    {
        Run retried = Deployed().Ran("extract", TaskState.UpForRetry, error: "request timed out").Ran("extract", @try: 2)
            .Ran("load").Ran("report").RunEnded(RunState.Success).Run;

        RunDifference difference = Assert.Single(RunComparison.Of(Embedded().Run, retried).Differences);

        Assert.Equal(
            "'extract': its tries were success, but up_for_retry, success on airflow. A try of the second run failed: "
            + "HttpRequestException: request timed out. Something took too long that is quick, or virtual, in the other run.",
            difference.ToString());
    }

    [Theory]
    [InlineData("""{"a":1,"b":2}""", """{"b":2.0,"a":1}""", null)]
    [InlineData("""{"rows":[1,2,3]}""", """{"rows":[1,5,3]}""", "its XCom 'return_value'.rows[1] is 2, but 5 on airflow.")]
    [InlineData("[1,2]", "[2,1]", "the same items in another order")]
    [InlineData("[1,2]", "[1]", "The lists have different lengths")]
    [InlineData("0.3", "0.30000000000000004", "They differ by rounding")]
    [InlineData("\"2026-01-01T00:00:00Z\"", "\"2026-11-23T05:30:00Z\"", "Both are instants")]
    [InlineData("\"/tmp/a/x.csv\"", "\"/opt/b/x.csv\"", "Both are paths")]
    [InlineData("\"6f9619ff-8b86-d011-b42d-00cf4fc964ff\"", "\"00000000-8b86-d011-b42d-00cf4fc964ff\"", "Both are random ids")]
    [InlineData("\"1\"", "1", "One is text, the other a number")]
    [InlineData("""{"a":1}""", """{"a":1,"b":2}""", "its XCom 'return_value'.b is not there, but 2 on airflow. One has a member")]
    [InlineData("1", null, "its XCom 'return_value' is 1, but not there on airflow. Only one of the two bodies handed it on.")]
    public void XCom_OfTheSameTask_DiffersByItsValue(string mine, string? theirs, string? told)
    {
        Run expected = Of("embedded 0.1.0").Scheduled("extract").Started("extract").Pushed("extract", mine)
            .Ended("extract", TaskState.Success).Run;
        JournalWriting writing = Deployed().Scheduled("extract").Started("extract");
        Run actual = (theirs is null ? writing : writing.Pushed("extract", theirs)).Ended("extract", TaskState.Success).Run;

        RunComparison comparison = RunComparison.Of(expected, actual);

        Assert.Equal(told is null, comparison.IsEqual);
        Assert.Contains(told ?? "", comparison.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Bookkeeping_OfABranch_IsNotCompared()
    {
        Run marked = Deployed().Scheduled("extract").Started("extract").Pushed("extract", "{}", key: "skipmixin_key")
            .Ended("extract", TaskState.Success).Ran("load").Ran("report").RunEnded(RunState.Success).Run;

        Assert.True(RunComparison.Of(Embedded().Run, marked).IsEqual);
    }

    [Fact]
    public void Instances_OfAMap_AreComparedByIndex()
    {
        Run two = Deployed().Expanded("extract", 2).Ran("extract", index: 0).Ran("extract", index: 1).Run;
        Run three = Of("embedded 0.1.0").Expanded("extract", 3)
            .Ran("extract", index: 0).Ran("extract", index: 1).Ran("extract", index: 2).Run;

        RunDifference difference = Assert.Single(RunComparison.Of(three, two).Differences);

        Assert.Equal(
            "'extract[2]': it is success, but airflow has no such instance. It is mapped over a list of another length: compare the result "
            + "of the task that it is mapped over.",
            difference.ToString());
    }

    [Fact]
    public void AssetEvents_OfATask_AreCounted()
    {
        AssetEventEmitted emitted = new() { At = Origin, Task = "extract", Try = 1, Name = "prices", Uri = "s3://raw/prices" };
        Run expected = Embedded().Add(emitted).Run;

        RunDifference difference = Assert.Single(RunComparison.Of(expected, Embedded().Run).Differences);

        Assert.Equal((DifferenceKind.AssetEvent, "it emitted 1 event of 's3://raw/prices'"), (difference.Kind, difference.Expected));
    }

    [Fact]
    public void Task_ThatDidNotWaitForItsUpstream_DiffersInOrder()
    {
        Run eager = Deployed().Scheduled("extract").Started("extract").At(1).Ran("load").At(30).Ended("extract", TaskState.Success)
            .Ran("report").RunEnded(RunState.Success).Run;

        RunDifference difference = RunComparison.Of(Embedded().Run, eager).Differences[0];

        Assert.Equal((DifferenceKind.Order, "load", "it waited for 'extract'"), (difference.Kind, difference.TaskId, difference.Expected));
    }

    [Fact]
    public void Order_ThatTheDagLeavesOpen_IsANote()
    {
        TaskOutline[] free = [JournalWriting.Task("a"), JournalWriting.Task("b")];
        Run mine = new JournalWriting(free).At(1).Ran("a").At(2).Ran("b").RunEnded(RunState.Success).Run;
        Run theirs = new JournalWriting(free).At(1).Ran("b").At(2).Ran("a").RunEnded(RunState.Success).Run;

        RunComparison comparison = RunComparison.Of(mine, theirs);

        Assert.True(comparison.IsEqual);
        Assert.StartsWith("note     'b': it began after 'a', but before it on embedded.", comparison.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Comparison_OfALongChain_CostsNoStack()
    {
        TaskOutline[] chain = [.. Enumerable.Range(0, 50_000)
            .Select(at => at == 0 ? JournalWriting.Task("t0") : JournalWriting.Task($"t{at}", $"t{at - 1}"))];
        Run mine = new JournalWriting(chain).Ran("t0").Run;
        Run theirs = new JournalWriting(chain).Ran("t0", TaskState.Failed).Run;

        Assert.Equal("t0", RunComparison.Of(mine, theirs).Differences.Single(one => one.TaskId is not null).TaskId);
    }

    private static JournalWriting Embedded() =>
        Of("embedded 0.1.0").Ran("extract").Ran("load").Ran("report").RunEnded(RunState.Success);

    private static JournalWriting Deployed() => Of("airflow 3.3.2");

    private static JournalWriting Of(string target) => new(
        Created(JournalWriting.Task("extract"), JournalWriting.Task("load", "extract"), JournalWriting.Task("report", "load"))
            with
        { Target = target });

    private static Cause Because(string task) => new()
    {
        Kind = CauseKind.TriggerRule,
        Rule = TriggerRule.AllSuccess,
        By = [new(task, -1, TaskState.Failed)],
    };
}
