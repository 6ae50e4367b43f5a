namespace Windtunnel.Tests.Runs;

public sealed class RunTests
{
    private static readonly TaskOutline Extract = JournalWriting.Task("extract") with { Retries = 2 };
    private static readonly TaskOutline Load = JournalWriting.Task("load", "extract");
    private static readonly Cause NotRun = new() { Kind = CauseKind.TriggerRule };

    [Fact]
    public void Run_StartedAndEnded_HasStateReasonAndVirtualTime()
    {
        Run run = new JournalWriting(Extract).At(5).Ran("extract").At(90).RunEnded(RunState.Success).Run;
        Assert.Equal((RunState.Success, "success", TimeSpan.FromSeconds(90)), (run.State, run.Reason, run.Elapsed));
    }

    [Fact]
    public void Run_ThatHasNotEnded_IsRunningUpToItsLastEntry()
    {
        Run run = new JournalWriting(Extract).At(7).Started("extract").Run;
        Assert.Equal((RunState.Running, null, null, TimeSpan.FromSeconds(7)), (run.State, run.Reason, run.EndedAt, run.Elapsed));
    }

    [Fact]
    public void Run_ThatStartsAnewAfterAClear_HasTheStateOfTheSecondTime()
    {
        Run run = new JournalWriting(Extract).Ran("extract", TaskState.Failed).RunEnded(RunState.Failed, "task_failure")
            .At(10).Cleared("extract", 3).Add(new RunStarted { At = JournalWriting.Origin.AddSeconds(10) })
            .Ran("extract", @try: 2).At(12).RunEnded(RunState.Success).Run;
        Assert.Equal((RunState.Success, TimeSpan.FromSeconds(2)), (run.State, run.Elapsed));
        Assert.Equal([TaskState.Failed, TaskState.Success], run.Task("extract").Attempts.Select(attempt => attempt.State));
        Assert.Equal(3, run.Task("extract").MaxTries);
    }

    [Fact]
    public void Tasks_OfARun_AreInOutlineOrderThenByMapIndex()
    {
        Run run = new JournalWriting(Load, Extract).Expanded("load", 3).Ran("load", index: 2).Ran("load", index: 0).Run;
        Assert.Equal(["load[0]", "load[1]", "load[2]", "extract"], run.Tasks.Select(task => task.ToString()));
    }

    [Fact]
    public void Dag_ThatChangedMeanwhile_HasTheTasksOfTheLastVersionAndThenThoseThatAreGone()
    {
        TaskOutline publish = JournalWriting.Task("publish", "load");
        Run run = new JournalWriting(Extract, Load).Ran("extract")
            .Add(new DagChanged
            {
                At = JournalWriting.Origin,
                Dag = new() { DagId = "etl", Tasks = [Load with { Upstream = [] }, publish], Groups = [new("later", null, false)] },
            })
            .Ran("load").Ran("publish").Run;

        Assert.Equal(["load", "publish", "extract"], run.Tasks.Select(task => task.TaskId));
        Assert.Equal(["load", "publish", "extract"], run.Outline.Tasks.Select(task => task.Id));
        Assert.Equal("later", Assert.Single(run.Outline.Groups).Id);
        Assert.Empty(run.Task("load").Outline.Upstream);
        Assert.All(run.Tasks, task => Assert.Equal(TaskState.Success, task.State));
    }

    [Fact]
    public void Retry_OfATask_GivesASecondAttemptAndKeepsTheFirst()
    {
        TaskInstance task = new JournalWriting(Extract)
            .At(1).Scheduled("extract").At(2).Started("extract").At(5).Ended("extract", TaskState.UpForRetry, error: "503", next: 305)
            .At(305).Scheduled("extract", 2).At(306).Started("extract", 2).At(308)
            .Ended("extract", TaskState.Success, 2).Run.Task("extract");
        Assert.Equal((TaskState.Success, 2), (task.State, task.TryNumber));
        Assert.Equal((JournalWriting.Origin.AddSeconds(306), JournalWriting.Origin.AddSeconds(308)), (task.Start, task.End));
        Assert.Equal([(1, TaskState.UpForRetry, "503", 3.0), (2, TaskState.Success, null, 2.0)],
            task.Attempts.Select(a => (a.Try, a.State, a.Error?.Message, a.Elapsed!.Value.TotalSeconds)));
        Assert.Equal(JournalWriting.Origin.AddSeconds(305), task.Attempts[0].NextAt);
        Assert.Equal(JournalWriting.Origin.AddSeconds(1), task.Attempts[0].Scheduled);
    }

    [Fact]
    public void Try_ThatBeginsAnew_ForgetsXComsAndCounts()
    {
        var writing = new JournalWriting(Extract).Started("extract").Pushed("extract", "1")
            .Add(new CountRecorded { At = JournalWriting.Origin, Task = "extract", Name = "rows", Value = 5 })
            .Ended("extract", TaskState.UpForRetry).Started("extract", 2);
        Assert.Empty(writing.Run.Task("extract").XComs);
        Assert.Empty(writing.Run.Task("extract").Counts);
    }

    [Fact]
    public void Poke_AfterAReschedule_ForgetsXComsAndStaysInTheSameAttempt()
    {
        TaskInstance task = new JournalWriting(Extract).Started("extract").Pushed("extract", "1").At(1)
            .Ended("extract", TaskState.UpForReschedule, next: 61)
            .At(61).Started("extract").At(62).Ended("extract", TaskState.Success).Run.Task("extract");
        Assert.Empty(task.XComs);
        TaskAttempt attempt = Assert.Single(task.Attempts);
        Assert.Equal([TaskState.UpForReschedule, TaskState.Success], attempt.Stints.Select(stint => stint.State));
        Assert.Equal(TimeSpan.FromSeconds(62), attempt.Elapsed);
    }

    [Theory]
    [InlineData(TaskState.Deferred)]
    [InlineData(TaskState.AwaitingInput)]
    public void Resumption_AfterADeferral_KeepsXComs(TaskState parked)
    {
        var writing = new JournalWriting(Extract).Started("extract").Pushed("extract", "1").Ended("extract", parked);
        Assert.Null(writing.Run.Task("extract").Attempts[0].End);
        TaskInstance task = writing.Scheduled("extract").Started("extract").Ended("extract", TaskState.Success).Run.Task("extract");
        Assert.Equal("1", task.XComs["return_value"]);
        Assert.Equal(2, Assert.Single(task.Attempts).Stints.Count);
    }

    [Fact]
    public void Clear_OfATask_KeepsXComsUntilTheNextStart()
    {
        var writing = new JournalWriting(Extract).Started("extract").Pushed("extract", "1").Ended("extract", TaskState.Success)
            .Cleared("extract", 3);
        TaskInstance cleared = writing.Run.Task("extract");
        Assert.Equal((TaskState.None, 1, 3, null, null), (cleared.State, cleared.TryNumber, cleared.MaxTries, cleared.Start, cleared.End));
        Assert.Single(cleared.XComs);
        Assert.Empty(writing.Scheduled("extract", 2).Started("extract", 2).Run.Task("extract").XComs);
    }

    [Fact]
    public void Decision_OverATask_SetsTheStateWithoutAnAttempt()
    {
        TaskInstance task = new JournalWriting(Extract, Load).At(4).Decided("load", TaskState.Skipped, NotRun).Run.Task("load");
        Assert.Equal((TaskState.Skipped, 0, null, JournalWriting.Origin.AddSeconds(4)), (task.State, task.TryNumber, task.Start, task.End));
        Assert.Empty(task.Attempts);
        Assert.Same(NotRun, task.Cause);
    }

    [Fact]
    public void Decision_OverARunningTask_EndsItsAttempt()
    {
        TaskInstance task = new JournalWriting(Extract).Started("extract").At(3)
            .Decided("extract", TaskState.Failed, new Cause { Kind = CauseKind.FailFast })
            .Run.Task("extract");
        Assert.Equal((TaskState.Failed, TimeSpan.FromSeconds(3)), (task.Attempts[0].State, task.Attempts[0].Elapsed));
    }

    [Fact]
    public void Task_WithoutBody_EndsWithoutAStint()
    {
        TaskInstance task = new JournalWriting(Extract).At(1).Ended("extract", TaskState.Success).Run.Task("extract");
        Assert.Equal((TaskState.Success, TimeSpan.Zero, 0), (task.State, task.Attempts[0].Elapsed, task.Attempts[0].Stints.Count));
    }

    [Fact]
    public void Task_ThatWaitsAtTheEnd_KeepsItsStateAndItsCause()
    {
        var cause = new Cause { Kind = CauseKind.NoSlot, Detail = "pool 'small' has 1 slot" };
        TaskInstance task = new JournalWriting(Extract).Scheduled("extract")
            .Add(new TaskWaiting { At = JournalWriting.Origin, Task = "extract", State = TaskState.Scheduled, Cause = cause })
            .Run.Task("extract");
        Assert.Equal((TaskState.Scheduled, cause, null), (task.State, task.Cause, task.End));
    }

    [Fact]
    public void Expansion_OfAMappedTask_ReplacesThePlaceholderByTheMapIndexes()
    {
        var writing = new JournalWriting(Extract, Load);
        Assert.Equal(-1, Assert.Single(writing.Run.Instances("load")).MapIndex);
        Assert.Equal([0, 1, 2], writing.Expanded("load", 3).Run.Instances("load").Select(task => task.MapIndex));
    }

    [Fact]
    public void Expansion_AfterAClear_AddsWhatIsMissing()
    {
        Run run = new JournalWriting(Load).Expanded("load", 1).Ran("load", index: 0).Expanded("load", 3).Run;
        Assert.Equal([TaskState.Success, TaskState.None, TaskState.None], run.Instances("load").Select(task => task.State));
    }

    [Fact]
    public void Map_OfZeroLength_StaysOneSkippedInstance()
    {
        Run run = new JournalWriting(Load).Decided("load", TaskState.Skipped, new Cause { Kind = CauseKind.MappedOverNothing }).Run;
        Assert.Equal(TaskState.Skipped, run.Task("load").State);
    }

    [Fact]
    public void Log_OfATask_BelongsToItsTry()
    {
        static TaskLogged Line(int @try, string text) =>
            new() { At = JournalWriting.Origin, Task = "extract", Try = @try, Level = "info", Message = text };
        TaskInstance task = new JournalWriting(Extract).Started("extract").Add(Line(1, "first")).Ended("extract", TaskState.UpForRetry)
            .Started("extract", 2).Add(Line(2, "second")).Add(Line(1, "late")).Run.Task("extract");
        Assert.Equal(["first", "late"], task.Attempts[0].Logs.Select(line => line.Message));
        Assert.Equal(["second"], task.Attempts[1].Logs.Select(line => line.Message));
        Assert.Equal(3, task.Logs.Count);
    }

    [Fact]
    public void Connections_AskedForAgain_AreListedOnce()
    {
        static ConnectionUsed Used(string id) => new() { At = JournalWriting.Origin, Task = "extract", Try = 1, Connection = id };
        Run run = new JournalWriting(Extract).Started("extract").Add(Used("api")).Add(Used("db")).Add(Used("api")).Run;
        Assert.Equal(["api", "db"], run.Task("extract").Connections);
    }

    [Fact]
    public void Callbacks_OfTaskAndRun_AreKeptApart()
    {
        Run run = new JournalWriting(Extract)
            .Add(new CallbackRan { At = JournalWriting.Origin, Task = "extract", Callback = "on_success" })
            .Add(new CallbackRan { At = JournalWriting.Origin, Task = "", Callback = "on_failure" }).Run;
        Assert.Equal("on_success", Assert.Single(run.Task("extract").Callbacks).Callback);
        Assert.Equal("on_failure", Assert.Single(run.Callbacks).Callback);
    }

    [Fact]
    public void Result_OfATask_IsReadAsTheTypeTheTestNames() =>
        Assert.Equal([1, 2, 3], new JournalWriting(Extract).Started("extract").Pushed("extract", "[1,2,3]").Run.Task("extract")
            .Result<int[]>());

    [Fact]
    public void Result_ThatIsMissing_SaysWhatThereIs()
    {
        TaskInstance task = new JournalWriting(Extract).Ran("extract").Pushed("extract", "1", key: "rows").Run.Task("extract");
        var missing = Assert.Throws<XComMissingException>(() => task.Result<int>());
        Assert.Equal("'extract' left no XCom 'return_value': it is success. It left: rows.", missing.Message);
    }

    [Fact]
    public void Result_OfAnotherType_IsRefused() =>
        Assert.Throws<XComTypeException>(() => new JournalWriting(Extract).Started("extract").Pushed("extract", "[1]").Run.Task("extract")
            .Result<int>());

    [Fact]
    public void Task_ThatDoesNotExist_NamesTheNearest()
    {
        var missing = Assert.Throws<TaskNotFoundException>(() => new JournalWriting(Extract, Load).Run.Task("laod"));
        Assert.Equal("Dag 'etl' has no task 'laod'. Did you mean 'load'?", missing.Message);
    }

    [Fact]
    public void Task_ThatIsExpanded_AsksForTheIndex()
    {
        var expanded = Assert.Throws<TaskNotFoundException>(() => new JournalWriting(Load).Expanded("load", 2).Run.Task("load"));
        Assert.Equal(
            "Task 'load' of Dag 'etl' has 2 instances, one for each map index. Use Task(\"load\", mapIndex) or Instances(\"load\").",
            expanded.Message);
    }

    [Fact]
    public void Task_WithoutThatIndex_NamesTheIndexes()
    {
        Run run = new JournalWriting(Extract, Load).Expanded("load", 2).Run;
        Assert.Contains("It has the indexes 0 to 1.", Assert.Throws<TaskNotFoundException>(() => run.Task("load", 5)).Message,
            StringComparison.Ordinal);
        Assert.Contains("its only index is -1", Assert.Throws<TaskNotFoundException>(() => run.Task("extract", 0)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Entry_AboutATaskOutsideTheOutline_IsRefused() =>
        Assert.Contains(
            "task 'ghost'",
            Assert.Throws<JournalException>(() => new JournalWriting(Extract).Started("ghost").Run.Tasks).Message,
            StringComparison.Ordinal);
}
