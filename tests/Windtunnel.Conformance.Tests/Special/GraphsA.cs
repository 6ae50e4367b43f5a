using static Windtunnel.Conformance.Tests.Special.Bodies;

namespace Windtunnel.Conformance.Tests.Special;

internal static class GraphsA
{
    [Scenario]
    public static Dag A06_empties()
    {
        Dag dag = Manual();
        _ = dag.Empty("e1") >> dag.Empty("e2");
        return dag;
    }

    [Scenario]
    public static Dag A10_watcher()
    {
        Dag dag = Manual();
        TaskRef a = dag.Op("a");
        TaskRef b = dag.Op("b", Bad);
        TaskRef last = dag.Op("td", TriggerRule.AllDone);
        TaskRef watcher = dag.Op("w", TriggerRule.OneFailed, Bad);
        _ = a >> b >> last;
        watcher.After(a, b, last);
        return dag;
    }

    [Scenario]
    public static Dag A12_no_tasks() => Manual();
}
