using static Windtunnel.Conformance.Tests.Special.Bodies;

namespace Windtunnel.Conformance.Tests.Special;

internal static class PoolsQ
{
    [Scenario]
    public static Dag Q01_pool_two_slots()
    {
        Dag dag = Manual();
        dag.Op("a", seconds: 2, spec: new() { Pool = "two", PoolSlots = 2 });
        dag.Op("b", seconds: 2, spec: new() { Pool = "two" });
        dag.Op("c", seconds: 2, spec: new() { Pool = "two" });
        return dag;
    }

    [Scenario(Seed = 18)]
    public static Dag Q03_max_active_tasks()
    {
        var dag = new Dag(nameof(Q03_max_active_tasks)) { StartDate = NewYear, MaxActiveTasks = 1 };
        dag.Op("a", seconds: 2);
        dag.Op("b", seconds: 2);
        dag.Op("c", seconds: 2);
        return dag;
    }

    [Scenario(Seed = 4)]
    public static Dag Q04_absolute_weights()
    {
        Dag dag = Manual();
        foreach ((string id, int weight) in new[] { ("a", 1), ("b", 10), ("c", 5), ("d", 10) })
        {
            dag.Op(id, seconds: 1, spec: new() { Pool = "one", WeightRule = WeightRule.Absolute, PriorityWeight = weight });
        }

        return dag;
    }

    [Scenario]
    public static Dag Q06_max_active_tis_per_dag()
    {
        var dag = new Dag(nameof(Q06_max_active_tis_per_dag))
        {
            Schedule = Schedule.Cron("@daily"),
            StartDate = NewYear,
            EndDate = January(3),
            Catchup = true,
            MaxActiveRuns = 3,
        };
        dag.Op("a", seconds: 2, spec: new() { Limits = new(MaxActivePerDag: 1) });
        return dag;
    }
}
