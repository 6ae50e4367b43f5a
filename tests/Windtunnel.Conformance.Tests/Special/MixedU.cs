using System.Text.Json.Nodes;
using static Windtunnel.Conformance.Tests.Special.Bodies;

namespace Windtunnel.Conformance.Tests.Special;

internal static class MixedU
{
    [Scenario]
    public static Dag U01_nested_groups()
    {
        Dag dag = Manual();
        TaskGroup g1 = dag.Group("g1", outer =>
        {
            TaskRef a = outer.Op("a");
            TaskGroup g2 = outer.Group("g2", inner => _ = inner.Op("b") >> inner.Op("c", Bad));
            _ = a >> g2;
        });
        g1.Before(dag.Op("z", TriggerRule.OneSuccess), dag.Op("y", TriggerRule.AllDone));
        return dag;
    }

    [Scenario]
    public static Dag U02_branch_to_group_then_join()
    {
        Dag dag = Manual();
        TaskRef branch = dag.Branch("br", _ => Follow.Only("g1", "t"));
        TaskGroup g1 = dag.Group("g1", group => _ = group.Op("a") >> group.Op("b"));
        TaskGroup g2 = dag.Group("g2", group => _ = group.Op("c") >> group.Op("d"));
        branch.Before(g1, g2, dag.Op("t")).Before(dag.Op("j", TriggerRule.NoneFailedMinOneSuccess));
        return dag;
    }

    [Scenario]
    public static Dag U03_mapped_nested_group()
    {
        Dag dag = Manual();
        TaskGroup outer = dag.MapGroup("outer", dag.Task("src", _ => new[] { 1, 2 }), (group, value) =>
        {
            TaskGroup inner = group.Group("inner", nested =>
            {
                TaskRef<int> a = nested.Task("a", value, (v, _) => v);
                nested.Task("b", a, (v, _) => MappingsF.FailsAt(1, v), new() { TriggerRule = TriggerRule.AllDone });
            });
            _ = inner >> group.Task("c", _ => 1, new() { TriggerRule = TriggerRule.NoneFailedMinOneSuccess });
        });
        _ = outer >> dag.Task("end", _ => 1, new() { TriggerRule = TriggerRule.AllDone });
        return dag;
    }

    [Scenario(LeavesOut = "values of Python's own types, which travel in a wrapper that names them")]
    public static Dag U04_xcom_types()
    {
        Dag dag = Manual();
        dag.Task("nan", _ => double.NaN);
        dag.Task("inf", _ => double.PositiveInfinity);
        dag.Task("neg", _ => long.MinValue);
        dag.Task("u64", _ => ulong.MaxValue);
        dag.Task("zero", _ => 0);
        dag.Task("false", _ => false);
        dag.Task("empty", _ => new JsonObject());
        dag.Task("text", _ => "ü/🛫\n");
        dag.Task("enum", _ => System.Net.HttpStatusCode.OK);
        dag.Task("int_keys", _ => new Dictionary<int, string> { [1] = "a" });
        dag.Task("nested", _ => new JsonObject { ["1"] = new JsonObject { ["2"] = new JsonArray(null, true) } });
        return dag;
    }

    [Scenario]
    public static Dag U06_map_over_dict_and_const()
    {
        Dag dag = Manual();
        TaskRef<IReadOnlyDictionary<string, int[]>> source = dag.Task<IReadOnlyDictionary<string, int[]>>("src", _ => Lists());
        dag.Map("m", Each.In(source), (pair, _) => new JsonArray(new JsonArray(pair.Key, new JsonArray(pair.Value[0])), "c"));
        return dag;
    }

    [Scenario]
    public static Dag U08_map_too_long()
    {
        Dag dag = Manual();
        dag.Map("m", dag.Task("s", _ => Enumerable.Range(0, 1025).ToArray()), (x, _) => x);
        return dag;
    }

    [Scenario(LeavesOut = "the names of the map indexes, which the recording does not hold either")]
    public static Dag U09_map_named_index()
    {
        Dag dag = Manual();
        dag.Map("m", Each.Of(1, 2), (x, _) => x);
        return dag;
    }

    private static Dictionary<string, int[]> Lists() => new() { ["k1"] = [1], ["k2"] = [2] };
}
