namespace Windtunnel.Bench;

/// <summary>DAGs of empty bodies in the shapes that pipelines have, of any size.</summary>
internal static class Shapes
{
    private const int Width = 100;

    /// <summary>Layers of 100 tasks, each after two of the layer before.</summary>
    public static Dag Layers(int tasks)
    {
        var dag = NewDag("layers");
        var all = new TaskRef[tasks];
        for (int i = 0; i < tasks; i++)
        {
            all[i] = dag.Task($"t{i}", _ => { });
            if (i >= Width)
            {
                int above = i - Width;
                all[i].After(all[above]);
                all[i].After(all[above - (above % Width) + ((above + 1) % Width)]);
            }
        }

        return dag;
    }

    /// <summary>Ten layers of 100 tasks, each after two of the layer before and mapped over so many literals.</summary>
    public static Dag MappedLayers(int instances)
    {
        var dag = NewDag("mapped_layers");
        Mapping<int> items = Each.Of(Enumerable.Range(0, instances).ToArray());
        var all = new TaskRef[10 * Width];
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = dag.Map($"t{i}", items, (_, _) => { });
            if (i >= Width)
            {
                all[i].After(Node.Of(all[i - Width], all[i - (i % Width) - Width + ((i + 1) % Width)]));
            }
        }

        return dag;
    }

    /// <summary>One after the other.</summary>
    public static Dag Chain(int tasks)
    {
        var dag = NewDag("chain");
        TaskRef last = dag.Task("t0", _ => { });
        for (int i = 1; i < tasks; i++)
        {
            TaskRef next = dag.Task($"t{i}", _ => { });
            last.Before(next);
            last = next;
        }

        return dag;
    }

    /// <summary>One, then all but two of them side by side, then one.</summary>
    public static Dag Fan(int tasks)
    {
        var dag = NewDag("fan");
        TaskRef first = dag.Task("first", _ => { });
        TaskRef last = dag.Task("last", _ => { });
        for (int i = 0; i < tasks - 2; i++)
        {
            TaskScope.Chain(first, dag.Task($"t{i}", _ => { }), last);
        }

        return dag;
    }

    /// <summary>One task with so many instances, and one that reads them all.</summary>
    public static Dag Mapped(int instances)
    {
        var dag = NewDag("mapped");
        TaskRef<int[]> list = dag.Task("list", _ => Enumerable.Range(0, instances).ToArray());
        TaskRef<int[]> doubled = dag.Map("double", list, (item, _) => 2 * item);
        dag.Task("sum", doubled, (items, _) => items.Sum(item => (long)item));
        return dag;
    }

    /// <summary>Ten tasks in a chain that wait one after the other, in the end for so long.</summary>
    public static Dag Waits(TimeSpan total)
    {
        var dag = NewDag("waits");
        TaskRef[] tasks = [.. Enumerable.Range(0, 10).Select(i => dag.Task($"t{i}", context => context.DelayAsync(total / 10)))];
        TaskScope.Chain([.. tasks]);
        return dag;
    }

    private static Dag NewDag(string id) => new(id) { MaxActiveTasks = 1_000 };
}
