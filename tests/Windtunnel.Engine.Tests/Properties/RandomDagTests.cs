using CsCheck;

namespace Windtunnel.Engine.Tests.Properties;

/// <summary>What holds for every DAG.</summary>
public sealed class RandomDagTests
{
    private const int Dags = 100;

    [Fact]
    public Task Run_OfAnyDag_EndsWithEveryInstanceFinishedOrExplained() => Sample(async shape =>
    {
        Run run = await RunAsync(shape.Build());
        Assert.NotNull(run.Reason);
        Assert.Equal(run.Reason == "all_tasks_deadlocked", run.State == RunState.Failed && run.Tasks.Any(task => !task.State.IsFinished()));
        Assert.All(run.Tasks.Where(task => !task.State.IsFinished()), task => Assert.NotNull(task.Cause));
        Assert.All(run.Tasks.Where(task => task.Attempts.Count == 0 && task.Outline.Kind != "empty"), task => Assert.NotNull(task.Cause));
    });

    [Fact]
    public Task Cause_InAnyDag_NamesOnlyInstancesThatAreInThatState() => Sample(async shape =>
    {
        Run run = await RunAsync(shape.Build());
        Dictionary<(string, int), HashSet<TaskState>> had = [];
        foreach (JournalEntry entry in run.Journal)
        {
            if (entry is TaskDecided decided && !IsDecidedWithin(decided.Cause.Kind))
            {
                Cause cause = decided.Cause;
                Assert.All(cause.By, by => Assert.True(
                    by.State == TaskState.None || had.GetValueOrDefault((by.Task, by.MapIndex))?.Contains(by.State) == true,
                    $"{decided.Task}[{decided.MapIndex}] became {decided.State} since {by}, which it was not."));
                Assert.True(!cause.By.IsEmpty || cause.Counts is { Total: 0 }, $"{decided} names nobody.");
            }

            if (entry is TaskEntry of && StateAfter(of) is { } state)
            {
                (had.TryGetValue((of.Task, of.MapIndex), out HashSet<TaskState>? states) ? states : had[(of.Task, of.MapIndex)] = [])
                    .Add(state);
            }
        }
    });

    [Fact]
    public Task Journal_OfAnyDagAndSeed_IsTheSameTwiceAndGivesTheSameRunBack() => Sample(async shape =>
    {
        Run run = await RunAsync(shape.Build(), seed: 7);
        string text = run.Text();
        Assert.Equal(text, (await RunAsync(shape.Build(), seed: 7)).Text());

        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text));
        var again = new Run(Journal.Load(stream, "again"));
        Assert.Equal(run.States(), again.States());
        Assert.Equal((run.State, run.Reason, run.Elapsed), (again.State, again.Reason, again.Elapsed));
    });

    [Fact]
    public Task AnUnrelatedComponent_AddedToAnyDag_ChangesNothingElsewhere() => Sample(async shape =>
    {
        if (shape.FailFast)
        {
            return;
        }

        Run alone = await RunAsync(shape.Build());
        Run beside = await RunAsync(shape.Build(more: dag => dag.Takes("z_first", 3).Then(dag.Fails("z_last"))));
        if (alone.Reason != "all_tasks_deadlocked")
        {
            Assert.Equal(Outcomes(alone), Outcomes(beside));
        }
    });

    /// <summary>Airflow looks at every unfinished row in every pass. Looking only at those that the last changes may concern must come to
    /// the same, entry by entry.</summary>
    [Fact]
    public Task Run_OfAnyDag_IsTheSameAsIfEveryRowWereExaminedInEveryPass() => Sample(async shape =>
    {
        Run run = await RunAsync(shape.Build());
        Run full = await new EmbeddedEngine(new() { Parallelism = 1_000, ExaminesEveryRow = true })
            .RunAsync(shape.Build(), new(), TestContext.Current.CancellationToken);
        Assert.Equal(full.Text(), run.Text());
    });

    /// <summary>These decide while their own end is being recorded.</summary>
    private static bool IsDecidedWithin(CauseKind kind) => kind is CauseKind.Branch or CauseKind.ShortCircuit or CauseKind.FailFast;

    private static TaskState? StateAfter(TaskEntry entry) => entry switch
    {
        TaskScheduled => TaskState.Scheduled,
        TaskStarted => TaskState.Running,
        TaskEnded ended => ended.State,
        TaskDecided decided => decided.State,
        _ => null,
    };

    private static Task Sample(Func<RandomDag, Task> check) => RandomDag.Any.SampleAsync(check, iter: Dags);

    private static IEnumerable<string> Outcomes(Run run) => run.Tasks.Where(task => !task.TaskId.StartsWith('z'))
        .Select(task => $"{task} {task.State.ToAirflow()} try {task.TryNumber}");

    private static Task<Run> RunAsync(Dag dag, ulong? seed = null) => new EmbeddedEngine(new() { Parallelism = 1_000 })
        .RunAsync(dag, new() { Seed = seed }, TestContext.Current.CancellationToken);
}
