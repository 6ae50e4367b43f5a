namespace Windtunnel.Testing;

/// <summary>Runs one stint of one task's body, alone, in virtual time. What the body asks for is given by the test: nothing else runs.
/// What it asked for and was not given fails the probe, and so does what was bound and not asked for.</summary>
/// <remarks>Not thread-safe. Disposing it disposes what was bound.</remarks>
/// <example><code>
/// await using var probe = TaskProbe.For(dag, "transform").WithResult("extract", rows).OnTry(2);
/// ProbedTask outcome = await probe.RunAsync();
/// outcome.ShouldSucceed().ShouldHaveXCom("return_value", 42);
/// </code></example>
public sealed partial class TaskProbe : Surroundings<TaskProbe>
{
    private readonly TaskRef _task;
    private readonly ProbeGiven _given;
    private readonly RunConf _conf = new();
    private Func<RunInfo, RunInfo> _run = run => run;
    private int _mapIndex;
    private int _try = 1;
    private object? _resumedWith;

    private TaskProbe(TaskRef task)
    {
        _task = task;
        _given = new(task);
        _mapIndex = ItemIndexes.MappingsOf(task).Length == 0 ? -1 : 0;
    }

    private protected override TaskProbe Self => this;

    /// <param name="dag">The DAG as it ships.</param>
    /// <param name="taskId">The full id of the task, with those of its groups.</param>
    /// <exception cref="DagException">The DAG is not valid.</exception>
    /// <exception cref="ArgumentException">It has no such task.</exception>
    public static TaskProbe For(Dag dag, string taskId)
    {
        ArgumentNullException.ThrowIfNull(dag);
        TaskRef[] tasks = [.. dag.Build().Tasks];
        return new(Array.Find(tasks, task => task.Id == taskId) ?? throw new ArgumentException(
            $"Dag '{dag.Id}' has no task '{taskId}'. It has: {string.Join(", ", tasks.Select(task => task.Id))}.", nameof(taskId)));
    }

    /// <summary>Lets it be a later try. Default: the first.</summary>
    public TaskProbe OnTry(int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        _try = number;
        return this;
    }

    /// <summary>Which instance of a mapped task, or of a task in a mapped group, it is. Default: 0.</summary>
    /// <exception cref="InvalidOperationException">Neither the task nor a group it lies in is mapped.</exception>
    public TaskProbe AtMapIndex(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        _mapIndex = _mapIndex >= 0 ? index : throw new InvalidOperationException(
            $"Task '{_task.Id}' was given the map index {index}, but neither it nor a group around it is mapped. Leave the index out.");
        return this;
    }

    /// <summary>Changes the run that the body sees. Before, it is a manual one whose logical date is the start of the clock.</summary>
    public TaskProbe InRun(Func<RunInfo, RunInfo> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        Func<RunInfo, RunInfo> before = _run;
        _run = run => change(before(run));
        return this;
    }

    /// <summary>The conf of the run, as the text of a JSON object. Params of the same names take its values.</summary>
    /// <exception cref="ArgumentException">It is not a JSON object.</exception>
    public TaskProbe WithConf(string json)
    {
        _conf.Add(json);
        return this;
    }

    /// <summary>Sets one param of the run, as its conf would.</summary>
    public TaskProbe WithParam<T>(string name, T value)
    {
        _conf.Set(name, value);
        return this;
    }

    /// <summary>Runs what a deferrable task does when its trigger has fired with this event.</summary>
    public TaskProbe ResumedWith(TriggerEvent fired) => Resumed(fired);

    /// <summary>Runs what a task that asked a person does with the answer.</summary>
    public TaskProbe ResumedWith(HumanAnswer answer) => Resumed(answer);

    /// <summary>Runs what a task does when it is resumed because its trigger failed, or nobody answered.</summary>
    public TaskProbe ResumedWith(Exception failure) => Resumed(failure);

    /// <summary>Runs the body.</summary>
    /// <exception cref="RunAssertionException">It asked for something that it was not given, or a connection, a double or a fault was not
    /// used; or a double met a call that it was not prepared for.</exception>
    /// <exception cref="ParamException">A param has no value, or one that does not match its schema.</exception>
    public async Task<ProbedTask> RunAsync(CancellationToken cancellation = default)
    {
        await StartAsync(cancellation);
        World world = Around(new World());
        var run = new ProbeRun(_task, world, Info(world), _given, new(_mapIndex, _try, _resumedWith));
        ProbedTask outcome = await run.RunAsync(cancellation);
        string? finding = run.Missing
            ?? UnexpectedFinding()
            ?? (outcome.Instance.State.IsBad() ? null : UnusedFinding(outcome.Instance.Connections.ToHashSet(StringComparer.Ordinal)));
        return finding is null ? outcome : throw RunAssertionException.Of(outcome.Instance.Run, finding, outcome.Instance);
    }

    private TaskProbe Resumed(object with)
    {
        ArgumentNullException.ThrowIfNull(with);
        _resumedWith = with;
        return this;
    }

    private RunInfo Info(World world)
    {
        string? conf = _conf.ToJson();
        RunInfo run = _run(new()
        {
            DagId = _task.Scope.Dag.Id,
            RunId = $"probe__{world.StartingAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'+00:00'}",
            Type = RunType.Manual,
            LogicalDate = world.StartingAt,
            DataInterval = DataInterval.At(world.StartingAt),
            RunAfter = world.StartingAt,
            Conf = conf is null ? default : ParamValues.Parse(conf),
        });
        return run with { Params = RunParams.Of(_task, run.Conf) };
    }
}

/// <summary>Which stint of the task it is.</summary>
internal sealed record ProbeStintPlace(int MapIndex, int Try, object? ResumedWith);
