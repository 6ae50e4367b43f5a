namespace Windtunnel.Engine.Tests.Tries;

public sealed class CallbackTests
{
    [Theory]
    [InlineData("succeeds", "on_execute on_success")]
    [InlineData("fails", "on_execute on_retry on_execute on_failure")]
    [InlineData("skips", "on_execute on_skipped")]
    [InlineData("defers", "on_execute on_execute on_success")]
    [InlineData("reschedules", "on_execute on_execute on_success")]
    [InlineData("times out", "on_execute on_retry on_execute on_failure")]
    public async Task Callbacks_OfATask_FollowHowItsStintsEnd(string does, string expected)
    {
        var dag = new Dag("d");
        Add(dag, does, All());

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal(expected, string.Join(' ', run.Task("t").Callbacks.Select(call => call.Callback)));
    }

    [Fact]
    public async Task Callbacks_OfOneKind_AreCalledInOrderAndSurviveOneThatThrows()
    {
        List<string> calls = [];
        var dag = new Dag("d");
        dag.Succeeds("t", new()
        {
            Callbacks = new()
            {
                OnSuccess = [_ => calls.Add("first"), _ => throw new InvalidOperationException("Broken."),
                    call => calls.Add($"third of {call.Context.TaskId}")],
            },
        });

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal(["first", "third of t"], calls);
        Assert.Equal(TaskState.Success, run.Task("t").State);
        Assert.Equal([null, "Broken.", null], run.Task("t").Callbacks.Select(call => call.Error?.Message));
    }

    [Fact]
    public async Task FailureCallback_OfAFailure_SeesTheException()
    {
        Exception? seen = null;
        var dag = new Dag("d");
        dag.Fails("t", new() { Callbacks = new() { OnFailure = [call => seen = call.Error] } });

        await Embedded.RunAsync(dag);

        Assert.Equal("t fails.", seen!.Message);
    }

    [Fact]
    public async Task Callbacks_OfTasksThatNeverRan_AreNotCalled()
    {
        var dag = new Dag("d");
        TaskScope.Chain(dag.Fails("fails"), dag.Succeeds("t", new() { Callbacks = All() }));
        TaskScope.Chain(dag.ShortCircuit("stops", _ => false), dag.Succeeds("u", new() { Callbacks = All() }));

        Run run = await Embedded.RunAsync(dag);

        Assert.Empty(run.Task("t").Callbacks);
        Assert.Empty(run.Task("u").Callbacks);
    }

    [Fact]
    public async Task EmptyTask_WithASuccessCallback_IsReallyRun()
    {
        var dag = new Dag("d");
        dag.Empty("plain");
        dag.Empty("t", new() { Callbacks = new() { OnSuccess = [_ => { }] } });

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal("t", run.Starts());
        Assert.Equal("on_success", Assert.Single(run.Task("t").Callbacks).Callback);
    }

    [Theory]
    [InlineData("succeeds", "on_success t")]
    [InlineData("fails", "on_failure t")]
    public async Task DagCallbacks_OfARun_AreCalledOnceWithTheLastTask(string does, string expected)
    {
        List<string> calls = [];
        var dag = new Dag("d")
        {
            Callbacks = new()
            {
                OnSuccess = [call => calls.Add($"on_success {call.TaskId}")],
                OnFailure = [call => calls.Add($"on_failure {call.TaskId}")]
            },
        };
        Add(dag, does, new());

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal([expected], calls);
        Assert.Single(run.Callbacks);
    }

    private static void Add(Dag dag, string does, TaskCallbacks callbacks)
    {
        TaskSpec spec = new() { Callbacks = callbacks, Retries = 1 };
        _ = does switch
        {
            "succeeds" => dag.Succeeds("t", spec),
            "fails" => dag.Fails("t", spec),
            "skips" => dag.Skips("t", spec),
            "defers" => dag.Deferrable("t", context => new Deferral(Trigger.At(context.Time.GetUtcNow().AddHours(1))), (_, _) => 1, spec),
            "reschedules" => Reschedules(dag, spec),
            _ => dag.Takes("t", 100, spec with { ExecutionTimeout = TimeSpan.FromSeconds(1) }),
        };
    }

    private static TaskRef Reschedules(Dag dag, TaskSpec spec)
    {
        int pokes = 0;
        return dag.Sensor("t", _ => pokes++ > 0, new() { Mode = SensorMode.Reschedule }, spec);
    }

    private static TaskCallbacks All() => new()
    {
        OnExecute = [_ => { }],
        OnSuccess = [_ => { }],
        OnFailure = [_ => { }],
        OnRetry = [_ => { }],
        OnSkipped = [_ => { }],
    };
}
