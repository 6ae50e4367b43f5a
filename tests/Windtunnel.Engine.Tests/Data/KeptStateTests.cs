namespace Windtunnel.Engine.Tests.Data;

/// <summary>What bodies keep beside XComs: state stores, variables, labels.</summary>
public sealed class KeptStateTests
{
    private static readonly Asset Orders = new("orders");

    [Fact]
    public async Task State_OfATask_OutlivesItsTries()
    {
        var dag = new Dag("d");
        dag.Task(
            "t",
            context =>
            {
                int seen = context.State.Get<int>("seen");
                context.State.Set("seen", seen + 1);
                return seen < 2 ? throw new InvalidOperationException() : seen;
            },
            new() { Retries = 2 });

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal(2, run.Task("t").Result<int>());
    }

    [Fact]
    public async Task State_OfMappedInstances_IsOfEachItsOwn()
    {
        var dag = new Dag("d");
        dag.Map("t", Each.Of(1, 2), (n, context) =>
        {
            int before = context.State.Get<int>("n");
            context.State.Set("n", n);
            return before;
        });

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal([0, 0], new[] { run.Task("t", 0).Result<int>(), run.Task("t", 1).Result<int>() });
    }

    [Fact]
    public async Task State_WithATime_IsGoneAfterIt()
    {
        var dag = new Dag("d");
        dag.Task("t", async context =>
        {
            context.State.Set("a", "kept", TimeSpan.FromHours(1));
            context.State.Set("b", "for ever");
            await context.DelayAsync(TimeSpan.FromHours(2));
            return $"{context.State.Get<string>("a")}|{context.State.Get<string>("b")}";
        });

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal("|for ever", run.Task("t").Result<string>());
    }

    [Fact]
    public async Task State_ThatIsDeleted_IsGone()
    {
        var dag = new Dag("d");
        dag.Task("t", context =>
        {
            context.State.Set("a", 1);
            context.State.Set("b", 2);
            context.State.Delete("a");
            int a = context.State.Get<int>("a");
            context.State.Clear();
            return new[] { a, context.State.Get<int>("b") };
        });

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal([0, 0], run.Task("t").Result<int[]>());
    }

    [Fact]
    public async Task State_OfAnAsset_IsSeenByOtherTasksAndDoesNotExpire()
    {
        var dag = new Dag("d");
        TaskRef write = dag.Task("write", context => context.Assets.State(Orders).Set("offset", 42));
        write.Before(dag.Task("read", context => context.Assets.State(Orders).Get<int>("offset")));
        dag.Task("expiring", context => context.Assets.State(Orders).Set("x", 1, TimeSpan.FromHours(1)));

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal(42, run.Task("read").Result<int>());
        Assert.Equal("System.NotSupportedException", run.Task("expiring").Attempts[0].Error!.Type);
    }

    [Fact]
    public async Task Variable_ThatIsDeleted_IsGone()
    {
        var dag = new Dag("d");
        dag.Task("t", context =>
        {
            context.Variables.Set("v", "1");
            context.Variables.Delete("v");
            return context.Variables.Find("v") ?? "gone";
        });

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal("gone", run.Task("t").Result<string>());
    }

    [Fact]
    public async Task Label_OfAnInstance_IsInItsJournal()
    {
        var dag = new Dag("d");
        dag.Map("t", Each.Of("berlin", "oslo"), (city, context) => context.Label(city));

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal("oslo", run.Task("t", 1).Label);
    }

    [Fact]
    public async Task XComs_PulledOneByOne_AreThoseOfAllInstances()
    {
        var dag = new Dag("d");
        TaskRef each = dag.Map("each", Each.Of(1, 2, 3), (n, _) => n * 10);
        each.Before(dag.Task("last", context => context.XCom.PullEach<int>("each")[^1]));

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal(30, run.Task("last").Result<int>());
    }
}
