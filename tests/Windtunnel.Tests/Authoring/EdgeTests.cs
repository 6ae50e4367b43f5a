namespace Windtunnel.Tests.Authoring;

/// <summary>Which edges an operator draws, written as the downstream task with what it waits for.</summary>
public sealed class EdgeTests
{
    private readonly Dag _dag = new("d");

    [Fact]
    public void Operators_ChainAndFan_DrawEachEdgeOnce()
    {
        TaskRef a = _dag.Empty("a"), b = _dag.Empty("b"), c = _dag.Empty("c"), d = _dag.Empty("d");

        _ = a >> [b, c] >> d;
        d.After(a, b);
        Dag.Chain(a, Node.Of(b, c), d);

        Assert.Equal(["b: a", "c: a", "d: b c a"], Edges());
    }

    [Fact]
    public void Group_AsUpstream_StandsForItsLastTasks()
    {
        TaskGroup group = _dag.Group("g", g =>
        {
            Dag.Chain(g.Empty("a"), g.Empty("b"));
            g.Group("h", h => h.Empty("c"));
        });

        group.Before(_dag.Empty("x"));

        Assert.Equal(["g.b: g.a", "x: g.b g.h.c"], Edges());
    }

    [Fact]
    public void Group_AsDownstream_StandsForItsFirstTasks()
    {
        TaskGroup group = _dag.Group("g", g =>
        {
            Dag.Chain(g.Empty("a"), g.Empty("b"));
            g.Group("h", h => h.Empty("c"));
        });

        group.After(_dag.Empty("x"));

        Assert.Equal(["g.a: x", "g.b: g.a", "g.h.c: x"], Edges());
    }

    [Fact]
    public void Group_EdgeDrawnBetweenItsTasksLater_KeepsWhatWasDrawn()
    {
        TaskRef? a = null, b = null;
        TaskGroup group = _dag.Group("g", g => (a, b) = (g.Empty("a"), g.Empty("b")));

        _dag.Empty("x").Before(group);
        a!.Before(b!);

        Assert.Equal(["g.a: x", "g.b: x g.a"], Edges());
    }

    [Fact]
    public void Group_EdgeThroughATaskOutside_DoesNotHideItsEnds()
    {
        TaskRef? a = null, b = null;
        TaskGroup group = _dag.Group("g", g => (a, b) = (g.Empty("a"), g.Empty("b")));
        Dag.Chain(a!, _dag.Empty("outside"), b!);

        group.Before(_dag.Empty("x"));

        Assert.Equal(["g.b: outside", "outside: g.a", "x: g.a g.b"], Edges());
    }

    [Fact]
    public void Group_EndingInATeardown_IsLeftThroughTheWorkBeforeIt()
    {
        TaskGroup group = _dag.Group("g", g =>
        {
            TaskRef up = g.Empty("up"), work = g.Empty("work"), down = g.Empty("down");
            Dag.Chain(up, work, down.AsTeardown(false, up));
        });

        group.Before(_dag.Empty("x"));

        Assert.Equal(["g.work: g.up", "g.down: g.up g.work", "x: g.work"], Edges());
    }

    [Fact]
    public void Group_WithAnEdgeBetweenItsTaskAndAGroupWithin_HasTheirEndsOnly()
    {
        TaskGroup group = _dag.Group("g", g =>
        {
            TaskRef first = g.Empty("first"), last = g.Empty("last");
            g.Group("h", h => h.Group("i", i => Dag.Chain(first, i.Empty("deep"), last)));
        });

        Dag.Chain(_dag.Empty("before"), group, _dag.Empty("after"));

        Assert.Equal(["g.first: before", "g.last: g.h.i.deep", "g.h.i.deep: g.first", "after: g.last"], Edges());
    }

    [Fact]
    public void Group_OfASetupAndItsTeardownOnly_HasNoLastTask()
    {
        TaskGroup group = _dag.Group("g", g => g.Empty("down").AsTeardown(false, g.Empty("up")));

        Assert.Empty(group.Leaves);
        Assert.Equal(["g.up"], group.Roots.Select(task => task.Id));
    }

    [Fact]
    public void MappedGroup_OverAResult_WaitsForItAtItsRootsAndWhereTheElementIsRead()
    {
        TaskRef<int[]> list = _dag.Task("list", _ => new[] { 1 });
        _dag.MapGroup("g", list, (g, item) =>
        {
            TaskRef a = g.Empty("a"), b = g.Empty("b"), c = g.Task("c", item, (_, _) => { });
            Dag.Chain(a, b, c);
        });

        Assert.Equal(["g.a: list", "g.b: g.a", "g.c: list g.b"], Edges());
    }

    [Fact]
    public void MappedGroup_TaskAddedAfterwards_WaitsForTheSourceToo()
    {
        TaskGroup group = _dag.MapGroup("g", _dag.Task("list", _ => new[] { 1 }), (g, _) => g.Empty("a"));
        group.Empty("late");
        _dag.Build();

        Assert.Equal(["g.a: list", "g.late: list"], Edges());
    }

    [Fact]
    public void DataEdges_OfAllKindsOfInput_AreDrawn()
    {
        TaskRef<int> one = _dag.Task("one", _ => 1), two = _dag.Task("two", _ => 2);
        TaskRef<int[]> list = _dag.Task("list", _ => new[] { 1 });
        _dag.Map("m", Each.In(list).Cross(Each.In(list)), two.Or(0), (_, _, _) => { });
        _dag.Task("t", one, one, one.OrDefault(), (_, _, _, _) => { });

        Assert.Equal(["m: two list", "t: one"], Edges());
    }

    [Fact]
    public void Dag_AsAnEnd_IsRefused()
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() => _dag.Before(_dag.Empty("a")));

        Assert.Contains("Dag 'd' was used as an end of an edge", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NodeOf_Nothing_IsRefused() => Assert.Throws<ArgumentException>(() => _dag.Empty("a").Before());

    private IEnumerable<string> Edges() =>
        from task in _dag.Tasks
        where task.Upstream.Count > 0
        select $"{task.Id}: {string.Join(' ', task.Upstream)}";
}
