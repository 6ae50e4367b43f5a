using static Windtunnel.Conformance.Tests.Special.Bodies;

namespace Windtunnel.Conformance.Tests.Special;

internal static class PastG
{
    [Scenario]
    public static Dag G01_depends_on_past()
    {
        Dag dag = ThreeDays(nameof(G01_depends_on_past));
        dag.Op("a", seconds: 1, spec: DependsOnPast);
        return dag;
    }

    [Scenario]
    public static Dag G02_past_failed()
    {
        Dag dag = ThreeDays(nameof(G02_past_failed));
        dag.Op("a", OnDay(1, Bad), spec: DependsOnPast);
        return dag;
    }

    [Scenario]
    public static Dag G03_past_skipped()
    {
        Dag dag = ThreeDays(nameof(G03_past_skipped));
        dag.Op("a", OnDay(1, Skip), spec: DependsOnPast);
        return dag;
    }

    [Scenario]
    public static Dag G04_wait_for_downstream()
    {
        Dag dag = ThreeDays(nameof(G04_wait_for_downstream));
        _ = dag.Op("a", WaitsForDownstream) >> dag.Op("b", OnDay(1, Bad));
        return dag;
    }

    [Scenario]
    public static Dag G05_wait_direct_only()
    {
        Dag dag = ThreeDays(nameof(G05_wait_direct_only));
        _ = dag.Op("a", WaitsForDownstream) >> dag.Op("b") >> dag.Op("c", OnDay(1, Bad));
        return dag;
    }

    private static TaskSpec DependsOnPast { get; } = new() { Past = new(DependsOnPast: true) };

    private static TaskSpec WaitsForDownstream { get; } = new() { Past = new(WaitForDownstream: true) };

    private static Dag ThreeDays(string id) => new(id)
    {
        Schedule = Schedule.Cron("@daily"),
        StartDate = NewYear,
        EndDate = January(3),
        Catchup = true,
        MaxActiveRuns = 4,
        Defaults = OneSecondDelay,
    };
}
