using static Windtunnel.Conformance.Tests.Special.Bodies;

namespace Windtunnel.Conformance.Tests.Special;

internal static class ClearingP
{
    [Scenario]
    public static Dag P02_clear_with_downstream()
    {
        Dag dag = Manual();
        _ = dag.Op("a") >> dag.Op("b") >> dag.Op("c");
        return dag;
    }

    [Scenario]
    public static Dag P05_clear_keeps_retries()
    {
        Dag dag = Manual();
        dag.Op("a", ByTry(Bad, Bad, Bad, Ok), spec: new() { Retries = 1 });
        return dag;
    }

    [Scenario]
    public static Dag P06_clear_twice()
    {
        Dag dag = Manual();
        dag.Op("a", ByTry(Bad, Bad, Ok));
        return dag;
    }

    [Scenario]
    public static Dag P07_clear_branch_changes()
    {
        Dag dag = Manual();
        TaskRef branch = dag.Branch("br", context => context.TryNumber == 1 ? "x" : "y");
        branch.Before(dag.Op("x"), dag.Op("y")).Before(dag.Op("j", TriggerRule.NoneFailedMinOneSuccess));
        return dag;
    }

    [Scenario]
    public static Dag P13_map_grows() => MapOfLength(Manual(), 1, 3);

    [Scenario]
    public static Dag P14_map_to_zero() => MapOfLength(Manual(), 2, 0);

    [Scenario]
    public static Dag P21_task_marked_success_while_running()
    {
        Dag dag = Manual();
        _ = dag.Op("a", seconds: 30) >> dag.Op("b");
        return dag;
    }

    [Scenario]
    public static Dag P23_task_cleared_while_running()
    {
        Dag dag = Manual();
        _ = dag.Op("a", ByTry(Sleep(30), Ok)) >> dag.Op("b");
        return dag;
    }

    [Scenario]
    public static Dag P30_backfill_forward() => Daily(nameof(P30_backfill_forward), Sleep(1));

    [Scenario]
    public static Dag P31_backfill_reverse() => Daily(nameof(P31_backfill_reverse), Sleep(1));

    [Scenario]
    public static Dag P32_backfill_again_completed() => Daily(nameof(P32_backfill_again_completed), ByTry(Bad, Ok));

    [Scenario]
    public static Dag P32_backfill_again_failed() => Daily(nameof(P32_backfill_again_failed), ByTry(Bad, Ok));

    private static Dag MapOfLength(Dag dag, int first, int afterClear)
    {
        TaskRef<int[]> source = dag.Task("src", context => Enumerable.Range(0, context.TryNumber == 1 ? first : afterClear).ToArray());
        MappedTaskRef<int> mapped = dag.Map("m", source, (x, _) => x);
        dag.Task("z", mapped, (all, _) => all);
        return dag;
    }

    private static Dag Daily(string id, Body body)
    {
        var dag = new Dag(id) { Schedule = Schedule.Cron("@daily"), StartDate = NewYear, EndDate = January(10) };
        dag.Op("a", body);
        return dag;
    }
}
