namespace Windtunnel.Tests.Authoring;

public sealed class FrozenDagTests
{
    private static readonly Dictionary<string, Action<Dag>> Changes = new()
    {
        ["a task"] = dag => dag.Empty("new"),
        ["a task in a group"] = dag => dag.Groups[0].Empty("new"),
        ["a group"] = dag => dag.Group("new", _ => { }),
        ["an edge"] = dag => dag.Tasks[0].Before(dag.Tasks[1]),
        ["an edge from a group"] = dag => dag.Groups[0].Before(dag.Tasks[0]),
        ["an edge from another dag"] = dag => new Dag("other").Empty("a").Before(dag.Tasks[0]),
        ["a setup"] = dag => dag.Tasks[0].AsSetup(),
        ["a teardown"] = dag => dag.Tasks[0].AsTeardown(),
    };

    public static TheoryData<string> Names => [.. Changes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void BuiltDag_Change_ThrowsAndLeavesItAsItWas(string change)
    {
        Dag dag = Built();
        string[] before = Shape(dag);

        InvalidOperationException thrown = Assert.Throws<InvalidOperationException>(() => Changes[change](dag));

        Assert.StartsWith("Dag 'd' is built and cannot change any more, but '", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(before, Shape(dag));
    }

    [Fact]
    public void Build_Twice_GivesTheSameDag()
    {
        Dag dag = Built();

        Assert.Same(dag, dag.Build());
    }

    [Fact]
    public void Build_AfterARefusal_ChecksAnew()
    {
        var dag = new Dag("d");
        TaskRef setup = dag.Empty("up").AsSetup();
        setup.Before(dag.Empty("work", new() { TriggerRule = TriggerRule.AllDone }));
        Assert.Throws<DagException>(dag.Build);

        setup.AsTeardown();

        DagException again = Assert.Throws<DagException>(dag.Build);
        Assert.Equal(["setup.and_teardown", "setup.follower_rule"], again.Errors.Select(error => error.Code));
        Assert.False(dag.IsBuilt);
    }

    [Fact]
    public void Lists_CastToWhatCanChange_CannotBeChanged()
    {
        Dag dag = Built();
        IEnumerable<object> lists = [dag.Tasks, dag.Groups, dag.Tasks[1].Upstream, dag.Tasks[1].Downstream];

        Assert.All(lists, list => Assert.True(((System.Collections.IList)list).IsReadOnly));
    }

    private static Dag Built()
    {
        var dag = new Dag("d");
        dag.Empty("a").Before(dag.Empty("b"), dag.Empty("c"));
        dag.Group("g", g => g.Empty("d"));
        return dag.Build();
    }

    private static string[] Shape(Dag dag) =>
    [
        .. dag.Tasks.Select(task => $"{task}: {string.Join(' ', task.Upstream)} {task.IsSetup} {task.IsTeardown}"),
        .. dag.Groups.Select(group => $"{group}: {string.Join(' ', group.AllTasks)}"),
    ];
}
