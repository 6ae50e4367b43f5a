using static Windtunnel.Conformance.Tests.Special.Bodies;

namespace Windtunnel.Conformance.Tests.Special;

internal static class BranchesC
{
    [Scenario]
    public static Dag C03_branch_keep() => BranchWithJoin("x", Manual());

    [Scenario]
    public static Dag C04_branch_drop() => BranchWithJoin("j", Manual());

    [Scenario]
    public static Dag C08_branch_unknown()
    {
        Dag dag = Manual();
        _ = dag.Branch("br", _ => "nope") >> dag.Op("x");
        return dag;
    }

    [Scenario]
    public static Dag C09_branch_group()
    {
        Dag dag = Manual();
        TaskRef branch = dag.Branch("br", _ => "g");
        TaskRef y = dag.Op("y");
        TaskGroup g = dag.Group("g", group =>
        {
            TaskRef r1 = group.Op("r1");
            TaskRef r2 = group.Op("r2");
            group.Op("z").After(r1, r2);
        });
        branch.Before(g, y);
        return dag;
    }

    [Scenario]
    public static Dag C10_nested_branch()
    {
        Dag dag = Manual();
        TaskRef b1 = dag.Branch("b1", _ => "b2");
        TaskRef b2 = dag.Branch("b2", _ => "p");
        TaskRef p = dag.Op("p");
        TaskRef q = dag.Op("q");
        TaskRef q0 = dag.Op("q0");
        b1.Before(b2, q0);
        b2.Before(p, q);
        dag.Op("j", TriggerRule.NoneFailedMinOneSuccess).After(p, q, q0);
        return dag;
    }

    [Scenario]
    public static Dag C14_short_circuit_teardown()
    {
        Dag dag = Manual();
        TaskRef shortCircuit = dag.ShortCircuit("sc", _ => false);
        TaskRef setup = dag.Op("s").AsSetup();
        TaskRef a = dag.Op("a");
        TaskRef teardown = dag.Op("t").AsTeardown(setups: setup);
        _ = shortCircuit >> a;
        _ = setup >> a >> teardown;
        return dag;
    }

    [Scenario]
    public static Dag C16_branch_xcom()
    {
        Dag dag = Manual();
        dag.Branch("br", _ => "x").Before(dag.Op("x"), dag.Op("y"));
        return dag;
    }

    [Scenario]
    public static Dag C19_branch_above_teardown()
    {
        Dag dag = Manual();
        TaskRef branch = dag.Branch("br", _ => "x");
        TaskRef x = dag.Op("x");
        TaskRef teardown = dag.Op("t").AsTeardown();
        branch.Before(x, teardown);
        _ = x >> teardown;
        return dag;
    }

    [Scenario]
    public static Dag C21_latest_only()
    {
        var dag = new Dag(nameof(C21_latest_only))
        {
            Schedule = Schedule.Cron("@daily"),
            StartDate = NewYear,
            EndDate = January(2),
            Catchup = true,
        };
        _ = dag.LatestOnly("lo") >> dag.Op("a");
        return dag;
    }

    [Scenario]
    public static Dag C22_branch_in_mapped_group()
    {
        Dag dag = Manual();
        dag.MapGroup("g", Each.Of(0, 1), (group, value) =>
            group.Branch("br", value, (v, _) => v == 0 ? "g.x" : "g.y")
                .Before(group.Task("x", _ => "x"), group.Task("y", _ => "y")));
        return dag;
    }

    private static Dag BranchWithJoin(string answer, Dag dag)
    {
        TaskRef branch = dag.Branch("br", _ => answer);
        TaskRef x = dag.Op("x");
        TaskRef join = dag.Op("j");
        branch.Before(x, join);
        _ = x >> join;
        return dag;
    }
}
