using Windtunnel.Engine;

namespace Windtunnel.Bench;

/// <summary>Deployments that are left alone for long.</summary>
internal static class Years
{
    /// <summary>Lets daily DAGs of three tasks run for so many days; the last run of each is kept.</summary>
    public static void Advance(int dags, int days)
    {
        var world = new World();
        using var deployment = new Deployment(world, new() { KeepFinishedRuns = 1 });
        int ended = 0;
        deployment.RunEnded = _ => ended++;
        for (int i = 0; i < dags; i++)
        {
            deployment.Add(Daily(i, world.StartingAt));
        }

        deployment.AdvanceToAsync(world.StartingAt.AddDays(days)).GetAwaiter().GetResult();
        if (ended < dags * days)
        {
            throw new InvalidOperationException($"Only {ended} runs ended; {dags * days} were expected.");
        }
    }

    /// <summary>Lets a daily DAG start another by an asset for so many days; the last run of each is kept.</summary>
    public static Deployment OfAssets(int days)
    {
        var world = new World();
        var asset = new Asset("orders");
        var deployment = new Deployment(world, new() { KeepFinishedRuns = 1 });
        var producer = new Dag("producer") { Schedule = Schedule.Cron("@daily"), StartDate = world.StartingAt };
        producer.Task("announce", _ => { }, new() { Outlets = [asset] });
        var consumer = new Dag("consumer") { Schedule = Schedule.OnAssets(asset) };
        consumer.Task("look", context => context.Assets.Triggering.Count);
        deployment.Add(producer);
        deployment.Add(consumer);
        deployment.AdvanceToAsync(world.StartingAt.AddDays(days)).GetAwaiter().GetResult();
        return deployment;
    }

    private static Dag Daily(int number, DateTimeOffset start)
    {
        var dag = new Dag($"daily{number}") { Schedule = Schedule.Cron($"{number % 60} {number % 24} * * *"), StartDate = start };
        TaskScope.Chain(dag.Task("extract", _ => { }), dag.Task("transform", _ => { }), dag.Task("load", _ => { }));
        return dag.Build();
    }
}
