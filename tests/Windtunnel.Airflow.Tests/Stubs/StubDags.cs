using System.Text.Json.Nodes;

namespace Windtunnel.Airflow.Tests.Stubs;

/// <summary>DAGs that show what a stub carries.</summary>
internal static class StubDags
{
    public static Dag Plain()
    {
        var dag = new Dag("orders_etl")
        {
            Schedule = Schedule.Cron("0 3 * * *"),
            StartDate = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
            Tags = ["etl", "orders"],
            Doc = "Orders,\nwith \"quotes\" and \\.",
            DagRunTimeout = TimeSpan.FromHours(2),
            Params = [Param.Of("days", 7) with { Minimum = 1, Description = "How far back." }, Param.Of("shop", (string?)null)],
        };
        TaskRef<int[]> orders = dag.Task("extract", _ => new[] { 1, 2 }, new() { Retries = 2, RetryDelay = TimeSpan.FromSeconds(90) });
        MappedTaskRef<int> priced = dag.Map("price", orders, (order, _) => order * 2);
        TaskRef<int> total = dag.Task(
            "total",
            priced,
            (prices, _) => prices.Sum(),
            new() { TriggerRule = TriggerRule.NoneFailed, Pool = "db", PoolSlots = 2, Queue = "csharp-big", Doc = "Sums up." });
        TaskRef done = dag.Empty("done", new() { TriggerRule = TriggerRule.AllDone });
        _ = total >> done;
        return dag;
    }

    public static Dag Groups()
    {
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var dag = new Dag("groups") { TimeZone = berlin, StartDate = new(2026, 7, 1, 0, 0, 0, TimeSpan.Zero), Schedule = Schedule.Once };
        TaskRef<string[]> list = dag.Task("class", _ => new[] { "a" });
        TaskGroup outer = dag.Group("outer", group =>
        {
            TaskRef create = group.Task("create", _ => { }).AsSetup();
            TaskRef work = group.Group("inner-most", inner => inner.Task("work", _ => { })).OnlyTask();
            TaskRef drop = group.Task("drop", _ => { }).AsTeardown(onFailureFailDagRun: true, create);
            _ = create >> work >> drop;
        });
        TaskGroup each = dag.MapGroup("each", list, (group, item) =>
        {
            TaskRef<int> weigh = group.Task("weigh", item, (text, _) => text.Length);
            group.Task("book", weigh, (_, _) => { });
        });
        _ = list >> outer;
        _ = outer >> each;
        return dag;
    }

    public static Dag Mappings()
    {
        var dag = new Dag("mappings");
        TaskRef<int[]> numbers = dag.Task("numbers", _ => new[] { 1 });
        TaskRef<string[]> names = dag.Task("names", _ => new[] { "a" });
        dag.Map("literal", Each.Of("x", "y"), (_, _) => { });
        dag.Map("literal_zip", Each.Of(1, 2, 3).Zip(Each.Of("x", "y")), (_, _) => { });
        dag.Map("zip", Each.In(numbers).Zip(Each.In(names)), (_, _) => { });
        dag.Map("longest", Each.In(numbers).ZipLongest(Each.In(names), 0, ""), (_, _) => { });
        dag.Map("concat", Each.In(numbers).Concat(Each.In(numbers)), (_, _) => { });
        dag.Map("cross", Each.In(numbers).Select(n => n + 1).Cross(Each.In(names)).Cross(Each.Of(true, false)), (_, _) => { });
        return dag;
    }

    public static Dag Assets()
    {
        var raw = new Asset("raw", "s3://lake/raw") { Group = "lake", Extra = new JsonObject { ["owner"] = "us", ["live"] = true } };
        var clean = new Asset("clean");
        var dag = new Dag("assets")
        {
            Schedule = Schedule.OnAssetsOr((raw & clean) | new AssetAlias("any"), Schedule.Crons("@daily", "0 12 * * 1")),
        };
        dag.Task(
            "publish",
            _ => { },
            new()
            {
                Inlets = [raw],
                Outlets = [clean],
                OutletAliases = [new("any")],
                Backoff = new(3, TimeSpan.FromHours(1)),
                Retries = 1,
                Past = new(DependsOnPast: true),
                Limits = new(4, 2),
                WeightRule = WeightRule.Absolute,
                PriorityWeight = 7,
                Owner = "us",
                StartDate = new(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(1)),
            });
        return dag;
    }

    /// <summary>A mapped group with edges, a plain group and rules of its own; setup and teardown around it.</summary>
    public static Dag Nested()
    {
        var dag = new Dag("nested.groups-1");
        TaskRef<string[]> list = dag.Task("list", _ => new[] { "a" });
        TaskRef create = dag.Task("create", _ => { }).AsSetup();
        TaskRef drop = dag.Task("drop", _ => { }).AsTeardown(onFailureFailDagRun: false, create);
        TaskGroup each = dag.MapGroup("each", list, (group, item) =>
        {
            TaskRef<int> weigh = group.Task("weigh", item, (text, _) => text.Length);
            TaskGroup inner = group.Group("inner", plain =>
            {
                TaskRef one = plain.Task("one.1", _ => { });
                TaskRef two = plain.Task("two", _ => { }, new() { TriggerRule = TriggerRule.OneFailed });
                _ = one >> two;
            });
            TaskRef last = group.Task("item", _ => { }, new() { TriggerRule = TriggerRule.NoneFailedMinOneSuccess });
            _ = weigh >> inner >> last;
        });
        _ = list >> create >> each >> drop;
        return dag;
    }

    /// <summary>Groups that are filled in turns, so that a mapping reads from what was added after its group's first task.</summary>
    public static Dag FilledInTurns()
    {
        var dag = new Dag("filled_in_turns");
        TaskGroup first = dag.Group("first", group => group.Task("begin", _ => { }));
        TaskGroup second = dag.Group("second", group => group.Task("list", _ => new[] { 1 }));
        TaskRef<int[]> late = second.Task("late", _ => new[] { 1 });
        MappedTaskRef<int> mapped = first.Map("mapped", late, (number, _) => number);
        dag.Map("sums", mapped, (number, _) => number);
        return dag;
    }

    private static TaskRef OnlyTask(this TaskGroup group) => group.AllTasks.Single();
}
