using System.Text.Json.Nodes;
using static Windtunnel.Conformance.Tests.Special.Bodies;

namespace Windtunnel.Conformance.Tests.Special;

[OneDeployment]
internal static class AssetsV
{
    private static readonly Asset A = new("v_a", "file:///v/a");
    private static readonly Asset B = new("v_b", "file:///v/b");
    private static readonly Asset C = new("v_c", "file:///v/c");
    private static readonly Asset D = new("v_d", "file:///v/d");
    private static readonly Asset E = new("v_e", "file:///v/e");
    private static readonly Asset F = new("v_f", "file:///v/f");
    private static readonly Asset G = new("v_g", "file:///v/g");
    private static readonly Asset H = new("v_h", "file:///v/h");
    private static readonly AssetAlias Alias = new("v_alias");

    [Scenario]
    public static Dag V01_producer()
    {
        Dag dag = Manual();
        _ = dag.Op("p", new TaskSpec { Outlets = [A] })
            >> dag.Op("q", new TaskSpec { Outlets = [B] })
            >> dag.Op("r", Bad, spec: new() { Outlets = [C] });
        dag.Op("s", ByTry(Bad, Ok), spec: new() { Retries = 1, Outlets = [D] });
        return dag;
    }

    [Scenario]
    public static Dag V02_on_failed_outlet() => Seeing(nameof(V02_on_failed_outlet), C);

    [Scenario]
    public static Dag V03_on_retried_outlet() => Seeing(nameof(V03_on_retried_outlet), D);

    [Scenario]
    public static Dag V05_on_all_three() => Seeing(nameof(V05_on_all_three), A & B & C);

    [Scenario]
    public static Dag V08_alias_producer()
    {
        Dag dag = Manual();
        var through = new TaskSpec { OutletAliases = [Alias] };
        _ = dag.Task("p", context => context.Assets.Announce(Alias, F, """{"n": 1}"""), through) >> dag.Task("nothing", _ => 1, through);
        return dag;
    }

    [Scenario]
    public static Dag V09_on_alias() => Seeing(nameof(V09_on_alias), Alias);

    [Scenario]
    public static Dag V10_on_aliased_asset() => Seeing(nameof(V10_on_aliased_asset), F);

    [Scenario]
    public static Dag V11_mapped_producer()
    {
        Dag dag = Manual();
        dag.Map("p", Each.Of(1, 2, 3), AnnouncesUnlessTwo, new() { Outlets = [G] });
        return dag;
    }

    [Scenario]
    public static Dag V12_on_mapped() => Seeing(nameof(V12_on_mapped), G);

    // Recorded: both runs read after the second event, since a worker takes about a second to start.
    [Scenario]
    public static Dag V13_inlet_reader()
    {
        var dag = new Dag(nameof(V13_inlet_reader)) { Schedule = Schedule.OnAssets(E), StartDate = NewYear };
        dag.Task("r", ReadsInlet, new() { Inlets = [E] });
        return dag;
    }

    [Companion]
    public static Dag V13_producer()
    {
        Dag dag = Manual();
        TaskRef first = dag.Task("first", context => context.Assets.Announce(E, """{"rows": 3}"""), new() { Outlets = [E] });
        TaskRef second = dag.Task("second", AnnouncesLater, new() { Outlets = [E] });
        _ = first >> second;
        return dag;
    }

    [Companion]
    public static Dag V15_producer()
    {
        Dag dag = Manual();
        dag.Op("p", Skip, spec: new() { Outlets = [H] });
        return dag;
    }

    [Scenario]
    public static Dag V15_on_skipped() => Seeing(nameof(V15_on_skipped), H);

    private static Dag Seeing(string id, AssetExpression assets)
    {
        var dag = new Dag(id) { Schedule = Schedule.OnAssets(assets), StartDate = NewYear };
        dag.Task("seen", Seen);
        return dag;
    }

    /// <summary>Airflow lists an event under its asset and under each alias it came through.</summary>
    private static JsonArray Seen(TaskContext context) => new(
    [
        .. context.Assets.Triggering
            .SelectMany(seen => seen.Aliases.Select(alias => alias.Name).Prepend(seen.Asset.Uri).Select(key => (key, seen)))
            .OrderBy(entry => entry.key, StringComparer.Ordinal)
            .Select(entry => new JsonArray(
                entry.key, entry.seen.SourceTaskId, entry.seen.SourceMapIndex, JsonNode.Parse(entry.seen.ExtraJson ?? "{}"))),
    ]);

    private static void AnnouncesUnlessTwo(int x, TaskContext context)
    {
        context.Assets.Announce(G, $$"""{"x": {{x}}}""");
        MappingsF.FailsAt(2, x);
    }

    private static async Task AnnouncesLater(TaskContext context)
    {
        await context.DelayAsync(Seconds(0.5));
        context.Assets.Announce(E, """{"via": "yield"}""");
    }

    private static async Task<JsonArray> ReadsInlet(TaskContext context)
    {
        await context.DelayAsync(Seconds(1));
        return new([.. context.Assets.Of(E).Select(seen => JsonNode.Parse(seen.ExtraJson!))]);
    }
}
