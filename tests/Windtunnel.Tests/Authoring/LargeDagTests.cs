namespace Windtunnel.Tests.Authoring;

/// <summary>Shapes of 100,000 tasks. Anything recursive overflows the stack here, anything quadratic does not end.</summary>
public sealed class LargeDagTests
{
    private const int Size = 100_000;

    private readonly Dag _dag = new("d");

    [Fact]
    public void Chain_OfManyTasks_IsBuilt()
    {
        Dag.Chain(Empties(_dag, Size));

        Assert.Equal(Size - 1, EdgesOf(_dag.Build()));
    }

    [Fact]
    public void Chain_ThatLeadsBack_IsRefused()
    {
        TaskRef[] tasks = Empties(_dag, Size);
        Dag.Chain(tasks);
        tasks[^1].Before(tasks[0]);

        DagException rejected = Assert.Throws<DagException>(_dag.Build);

        Assert.Contains("(100000 tasks)", rejected.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fan_OutAndIn_IsBuilt()
    {
        TaskRef[] tasks = Empties(_dag, Size);
        Dag.Chain(_dag.Empty("first"), Node.Of(tasks), _dag.Empty("last"));

        Assert.Equal(2 * Size, EdgesOf(_dag.Build()));
    }

    [Fact]
    public void Layers_OfGroups_AreBuilt()
    {
        TaskGroup[] layers = [.. Enumerable.Range(0, Size / 10).Select(i => _dag.Group($"layer{i}", layer => Empties(layer, 10)))];
        Dag.Chain(layers);

        Assert.Equal((layers.Length - 1) * 100, EdgesOf(_dag.Build()));
    }

    [Fact]
    public void OneLargeGroup_WithManyEdgesToIt_CostsOnlyTheEdges()
    {
        TaskGroup group = _dag.Group("g", g => Dag.Chain(Empties(g, Size)));
        TaskRef[] before = Empties(_dag, Size);
        foreach (TaskRef task in before)
        {
            task.Before(group);
        }

        Assert.Equal(Size - 1 + Size, EdgesOf(_dag.Build()));
    }

    [Fact]
    public void ManyGroups_BelowEachOther_AreBuilt()
    {
        TaskScope scope = _dag;
        for (int depth = 0; depth < 100; depth++)
        {
            scope = scope.Group("g", inner => Dag.Chain(Empties(inner, Size / 1000)));
        }

        Assert.Equal(100 * ((Size / 1000) - 1), EdgesOf(_dag.Build()));
    }

    private static TaskRef[] Empties(TaskScope scope, int count) => [.. Enumerable.Range(0, count).Select(i => scope.Empty($"t{i}"))];

    private static int EdgesOf(Dag dag) => dag.Tasks.Sum(task => task.Upstream.Count);
}
