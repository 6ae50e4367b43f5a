using static Windtunnel.Conformance.Tests.Special.Bodies;

namespace Windtunnel.Conformance.Tests.Special;

internal static class SetupsD
{
    [Scenario]
    public static Dag D06_two_setups()
    {
        Dag dag = Manual();
        TaskRef s1 = dag.Op("s1").AsSetup();
        TaskRef s2 = dag.Op("s2", Bad).AsSetup();
        TaskRef work = dag.Op("w");
        TaskRef teardown = dag.Op("t").AsTeardown(false, s1, s2);
        _ = work.After(s1, s2) >> teardown;
        return dag;
    }

    [Scenario]
    public static Dag D08_indirect_setup_failed()
    {
        Dag dag = Manual();
        TaskRef setup = dag.Op("s", Bad).AsSetup();
        TaskRef teardown = dag.Op("t").AsTeardown(setups: setup);
        _ = setup >> dag.Op("w1") >> dag.Op("w2", TriggerRule.AllDone) >> teardown;
        return dag;
    }

    [Scenario]
    public static Dag D09_after_teardown()
    {
        Dag dag = Manual();
        TaskRef setup = dag.Op("s").AsSetup();
        TaskRef teardown = dag.Op("t").AsTeardown(setups: setup);
        _ = setup >> dag.Op("w", Bad) >> teardown >> dag.Op("after");
        return dag;
    }

    [Scenario]
    public static Dag D10_group_teardown_not_leaf()
    {
        Dag dag = Manual();
        TaskGroup g = dag.Group("g", group =>
        {
            TaskRef setup = group.Op("s").AsSetup();
            TaskRef teardown = group.Op("t").AsTeardown(setups: setup);
            _ = setup >> group.Op("w1", Bad) >> teardown;
        });
        _ = g >> dag.Op("w2");
        return dag;
    }

    [Scenario]
    public static Dag D11_only_teardown()
    {
        Dag dag = Manual();
        dag.Op("t", Bad).AsTeardown();
        return dag;
    }

    [Scenario]
    public static Dag D12_teardown_without_setup()
    {
        Dag dag = Manual();
        _ = dag.Op("w", Bad) >> dag.Op("t").AsTeardown();
        return dag;
    }
}
