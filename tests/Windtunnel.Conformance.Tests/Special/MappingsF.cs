using System.Text.Json.Nodes;
using static Windtunnel.Conformance.Tests.Special.Bodies;

namespace Windtunnel.Conformance.Tests.Special;

internal static class MappingsF
{
    [Scenario]
    public static Dag F01_literal()
    {
        Dag dag = Manual();
        dag.Map("a", Each.Of(1, 2, 3), (x, _) => x);
        return dag;
    }

    [Scenario]
    public static Dag F02_cross()
    {
        Dag dag = Manual();
        dag.Map("a", Each.Of(1, 2).Cross(Each.Of("a", "b", "c")), (pair, _) => $"{pair.First}{pair.Second}");
        return dag;
    }

    [Scenario]
    public static Dag F03_dict()
    {
        Dag dag = Manual();
        dag.Map("a", Each.Of(("k1", 1), ("k2", 2)), (entry, _) => new JsonArray(entry.Item1, entry.Item2));
        return dag;
    }

    [Scenario]
    public static Dag F07_none()
    {
        Dag dag = Manual();
        dag.Map("a", dag.Task("src", _ => (int[]?)null!), (x, _) => x);
        return dag;
    }

    [Scenario]
    public static Dag F10_src_skip_all_done()
    {
        Dag dag = Manual();
        TaskRef<int[]> source = dag.Task("src", _ => Skipped());
        dag.Map("a", source, (x, _) => x, new() { TriggerRule = TriggerRule.AllDone });
        return dag;
    }

    [Scenario]
    public static Dag F14_skip_consume()
    {
        Dag dag = Manual();
        MappedTaskRef<int> a = dag.Map("a", Each.Of(1, 2, 3), (x, _) => x == 2 ? throw Outcome.Skip("Skips.") : x);
        dag.Task("b", a, (all, _) => all, new() { TriggerRule = TriggerRule.NoneFailed });
        return dag;
    }

    [Scenario]
    public static Dag F15_fail_compact()
    {
        Dag dag = Manual();
        MappedTaskRef<int> a = dag.Map("a", Each.Of(1, 2, 3), (x, _) => FailsAt(2, x));
        dag.Map("b", a, (x, _) => x, new() { TriggerRule = TriggerRule.AllDone });
        return dag;
    }

    [Scenario]
    public static Dag F16_map_filter()
    {
        Dag dag = Manual();
        TaskRef<int[]> a = dag.Task("a", _ => new[] { 1, 2, 3 });
        dag.Map("b", Each.In(a).Select(v => v == 2 ? throw Outcome.Skip("Skips.") : v * 10), (x, _) => x);
        return dag;
    }

    [Scenario]
    public static Dag F17_zip()
    {
        Dag dag = Manual();
        Mapping<string> numbers = Each.In(dag.Task("l1", _ => new[] { 1, 2, 3 })).Select(Text);
        Mapping<string> letters = Each.In(dag.Task("l2", _ => new[] { "a" })).Select(letter => $"\"{letter}\"");
        dag.Map("z", numbers.Zip(letters), (pair, _) => List(pair.First, pair.Second));
        dag.Map("zf", numbers.ZipLongest(letters, "\"-\"", "\"-\""), (pair, _) => List(pair.First, pair.Second));
        return dag;
    }

    [Scenario]
    public static Dag F18_concat()
    {
        Dag dag = Manual();
        TaskRef<int[]> l1 = dag.Task("l1", _ => new[] { 1, 2 });
        TaskRef<int[]> l2 = dag.Task("l2", _ => new[] { 3 });
        dag.Map("z", Each.In(l1).Concat(Each.In(l2)), (x, _) => x);
        return dag;
    }

    [Scenario]
    public static Dag F19_expand_kwargs()
    {
        Dag dag = Manual();
        dag.Map("z", Each.Of(1, 2), (x, _) => x);
        return dag;
    }

    [Scenario]
    public static Dag F27_mapped_retry_one()
    {
        Dag dag = Manual();
        dag.Map("a", Each.Of(1, 2, 3), (x, context) => context.TryNumber == 1 ? FailsAt(2, x) : x, new() { Retries = 1 });
        return dag;
    }

    [Scenario]
    public static Dag F29_pull_shapes()
    {
        Dag dag = Manual();
        TaskRef a = dag.Map("m3", Each.Of(1, 2, 3), (x, _) => x);
        TaskRef b = dag.Map("m1", Each.Of(7), (x, _) => x);
        TaskRef c = dag.Map("m0", dag.Task("src0", _ => System.Array.Empty<int>()), (x, _) => x);
        TaskRef pull = dag.Task("pull", Shapes, new() { TriggerRule = TriggerRule.AllDone });
        pull.After(a, b, c);
        return dag;
    }

    [Scenario]
    public static Dag F30_serial_map()
    {
        Dag dag = Manual();
        dag.Map("a", Each.Of(1, 2, 3), WaitsASecond, new() { Limits = new(MaxActivePerRun: 1) });
        return dag;
    }

    internal static int FailsAt(int bad, int x) => x == bad ? throw new InvalidOperationException("Fails.") : x;

    private static async Task<int> WaitsASecond(int x, TaskContext context)
    {
        await context.DelayAsync(Seconds(1));
        return x;
    }

    private static JsonObject Shapes(TaskContext context) => new()
    {
        ["three"] = new JsonArray([.. context.XCom.PullAll<int>("m3").Select(x => (JsonNode)x)]),
        ["one"] = string.Join(",", context.XCom.PullAll<int>("m1")),
        ["zero"] = context.XCom.PullAll<int>("m0") is [] ? "None" : "some",
    };

    private static int[] Skipped() => throw Outcome.Skip("Skips.");

    private static string Text(int number) => $"{number}";

    private static JsonArray List(params string[] json) => new([.. json.Select(text => JsonNode.Parse(text))]);
}
