using static Windtunnel.Conformance.Tests.Special.Bodies;

namespace Windtunnel.Conformance.Tests.Special;

internal static class LimitsH
{
    [Scenario]
    public static Dag H01_dagrun_timeout()
    {
        var dag = new Dag(nameof(H01_dagrun_timeout)) { StartDate = NewYear, DagRunTimeout = Seconds(8) };
        _ = dag.Op("a", seconds: 40) >> dag.Op("b");
        return dag;
    }

    [Scenario]
    public static Dag H02_fail_fast()
    {
        Dag dag = FailFast(nameof(H02_fail_fast));
        _ = dag.Op("a", Bad) >> dag.Op("b");
        return dag;
    }

    [Scenario]
    public static Dag H03_fail_fast_running()
    {
        Dag dag = FailFast(nameof(H03_fail_fast_running));
        _ = dag.Op("a", Bad, 3) >> dag.Op("c");
        _ = dag.Op("b", seconds: 25) >> dag.Op("d");
        return dag;
    }

    // Recorded: b had handed on its result, but not yet reported its success, when a failed for good.
    [Scenario]
    public static Dag H04_fail_fast_retry()
    {
        Dag dag = FailFast(nameof(H04_fail_fast_retry));
        _ = dag.Op("a", Bad, spec: new() { Retries = 1 }) >> dag.Op("c");
        dag.Task("b", HandsOnBeforeItEnds);
        return dag;
    }

    [Scenario]
    public static Dag H05_fail_fast_teardown()
    {
        Dag dag = FailFast(nameof(H05_fail_fast_teardown));
        TaskRef setup = dag.Op("s").AsSetup();
        TaskRef teardown = dag.Op("t").AsTeardown(setups: setup);
        _ = setup >> dag.Op("w", Bad) >> teardown;
        return dag;
    }

    [Scenario]
    public static Dag H07_max_active_runs_1()
    {
        var dag = new Dag(nameof(H07_max_active_runs_1))
        {
            Schedule = Schedule.Cron("@daily"),
            StartDate = NewYear,
            EndDate = January(3),
            Catchup = true,
            MaxActiveRuns = 1,
        };
        dag.Op("a", seconds: 1);
        return dag;
    }

    [Scenario]
    public static Dag H08_priority()
    {
        Dag dag = Manual();
        dag.Op("p1", seconds: 1, spec: new() { Pool = "one", PriorityWeight = 1 });
        dag.Op("p5", seconds: 1, spec: new() { Pool = "one", PriorityWeight = 5 });
        dag.Op("p3", seconds: 1, spec: new() { Pool = "one", PriorityWeight = 3 });
        return dag;
    }

    [Scenario]
    public static Dag H09_weights()
    {
        Dag dag = Manual();
        var pool = new TaskSpec { Pool = "one" };
        _ = dag.Op("a", pool) >> dag.Op("b", pool) >> dag.Op("c", pool);
        dag.Op("d", pool);
        return dag;
    }

    [Scenario]
    public static Dag H13_task_start_date()
    {
        Dag dag = Manual();
        _ = dag.Op("a", new TaskSpec { StartDate = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero) }) >> dag.Op("b");
        return dag;
    }

    private static Dag FailFast(string id) => new(id) { StartDate = NewYear, FailFast = true, Defaults = OneSecondDelay };

    private static async Task HandsOnBeforeItEnds(TaskContext context)
    {
        context.XCom.Push("return_value", context.TaskId);
        await context.DelayAsync(Seconds(3));
    }
}
