using static Windtunnel.Conformance.Tests.Special.Bodies;

namespace Windtunnel.Conformance.Tests.Special;

internal static class RulesB
{
    [Scenario]
    public static Dag B02_one_success_early() => TwoInto(TriggerRule.OneSuccess, Ok, 0, Ok, 8, Manual());

    [Scenario]
    public static Dag B03_one_failed_early() => TwoInto(TriggerRule.OneFailed, Bad, 0, Ok, 8, Manual());

    [Scenario]
    public static Dag B08_one_done_upstream_failed()
    {
        Dag dag = TwoInto(TriggerRule.OneDone, Ok, 0, Ok, 0, Manual());
        dag.Op("z", Bad).Before(dag.Tasks[0], dag.Tasks[1]);
        return dag;
    }

    [Scenario]
    public static Dag B14_all_failed_early_skip() => TwoInto(TriggerRule.AllFailed, Bad, 8, Ok, 0, Manual());

    [Scenario]
    public static Dag B18_none_skipped_early_skip() => TwoInto(TriggerRule.NoneSkipped, Skip, 0, Ok, 8, Manual());

    [Scenario]
    public static Dag B19_always()
    {
        Dag dag = Manual();
        _ = dag.Op("a", seconds: 8) >> dag.Op("b", TriggerRule.Always);
        return dag;
    }

    [Scenario]
    public static Dag B23_skip_then_fail() => TwoInto(TriggerRule.AllSuccess, Skip, 0, Bad, 8, Manual());

    [Scenario]
    public static Dag B24_fail_then_skip() => TwoInto(TriggerRule.AllSuccess, Skip, 8, Bad, 0, Manual());

    [Scenario]
    public static Dag B26_one_done_early()
    {
        Dag dag = TwoInto(TriggerRule.OneDone, Bad, 8, Bad, 0, Manual());
        _ = dag.Tasks[2] >> dag.Op("d");
        return dag;
    }

    private static Dag TwoInto(TriggerRule rule, Body a, double secondsOfA, Body b, double secondsOfB, Dag dag)
    {
        TaskRef first = dag.Op("a", a, secondsOfA);
        TaskRef second = dag.Op("b", b, secondsOfB);
        dag.Op("c", rule).After(first, second);
        return dag;
    }
}
