using Microsoft.Extensions.Logging;

namespace Windtunnel.Airflow.Tests.Target;

/// <summary>DAGs that between them do what a deployment can tell of.</summary>
internal static class TargetDags
{
    public static Dag Etl()
    {
        var dag = new Dag("orders_etl");
        TaskRef<int[]> rows = dag.Task("extract", context =>
        {
            context.Count("rows", 2);
            context.Logger.LogWarning("The API is slow.");
            return context.Connections["orders_api"].Host == "127.0.0.1" ? [20, 22] : Array.Empty<int>();
        });
        TaskRef<int> sum = dag.Task(
            "sum",
            rows,
            (found, context) => context.TryNumber == 1 ? throw new TimeoutException("No answer in 2 s.") : found.Sum(),
            new() { Retries = 2, RetryDelay = TimeSpan.FromMinutes(5) });
        dag.Task("announce", sum, (total, _) => total, new() { Outlets = [new Asset("orders")] });
        return dag;
    }

    public static Dag Failing()
    {
        var dag = new Dag("failing");
        TaskRef<int> first = dag.Task("load", int (_) => throw new InvalidOperationException("The warehouse is away."));
        dag.Task("report", first, (_, _) => 1);
        dag.Task("tidy", _ => 2, new() { TriggerRule = TriggerRule.AllDone }).After(first);
        return dag;
    }

    public static Dag Branching()
    {
        var dag = new Dag("branching");
        TaskRef choose = dag.Branch("choose", _ => Follow.Only("left"));
        TaskRef left = dag.Task("left", _ => "went left");
        TaskRef right = dag.Task("right", _ => "went right");
        TaskRef join = dag.Empty("join", new() { TriggerRule = TriggerRule.NoneFailedMinOneSuccess });
        choose.Before(left, right);
        join.After(left, right);
        return dag;
    }

    public static Dag Mapped()
    {
        var dag = new Dag("mapped");
        TaskRef<int[]> source = dag.Task("source", _ => new[] { 10, 20, 30 });
        MappedTaskRef<int> priced = dag.Map("price", source, (int item, TaskContext _) => item * 2);
        dag.Task("total", priced, (all, _) => all.Sum());
        return dag;
    }

    public static Dag Scheduled()
    {
        var dag = new Dag("daily") { Schedule = Schedule.Cron("0 3 * * *") };
        dag.Task("only", _ => 1);
        return dag;
    }

    /// <summary>Starts <see cref="Report"/> by an asset, and <see cref="Archive"/> by a task.</summary>
    public static Dag Load()
    {
        var dag = new Dag("load");
        dag.Task("publish", _ => 3, new() { Outlets = [new Asset("orders")] }).Before(dag.TriggerDag("archives", "archive"));
        return dag;
    }

    public static Dag Report()
    {
        var dag = new Dag("report") { Schedule = Schedule.OnAssets(new Asset("orders")) };
        dag.Task("write", context => context.Assets.Triggering.Count, new() { Outlets = [new Asset("page")] });
        return dag;
    }

    public static Dag Page()
    {
        var dag = new Dag("page") { Schedule = Schedule.OnAssets(new Asset("page") & new Asset("never")) };
        dag.Task("show", _ => 1);
        return dag;
    }

    /// <summary>Starts <see cref="Listing"/> by an alias.</summary>
    public static Dag Naming()
    {
        var alias = new AssetAlias("any_orders");
        var dag = new Dag("naming");
        dag.Task("announce", context => context.Assets.Announce(alias, new Asset("orders")), new() { OutletAliases = [alias] });
        return dag;
    }

    public static Dag Listing()
    {
        var dag = new Dag("listing") { Schedule = Schedule.OnAssets(new AssetAlias("any_orders")) };
        dag.Task("list", _ => 1);
        return dag;
    }

    public static Dag Deferring()
    {
        var dag = new Dag("deferring");
        dag.Deferrable("wait", context => new Deferral(Trigger.At(context.Run.LogicalDate!.Value.AddHours(1))), (_, _) => 1);
        return dag;
    }

    public static Dag Archive()
    {
        var dag = new Dag("archive");
        dag.Task("keep", _ => "kept");
        return dag;
    }

    public static Dag Asking()
    {
        var dag = new Dag("asking");
        TaskRef<HumanAnswer> pick = dag.AskHuman("pick", new() { Subject = "Which shard?", Options = ["a", "b", "c"] });
        dag.Task("done", pick, (answer, _) => answer.ChosenOptions[0]);
        return dag;
    }
}
