using static Windtunnel.Conformance.Tests.Special.Bodies;

namespace Windtunnel.Conformance.Tests.Special;

internal static class RetriesT
{
    [Scenario]
    public static Dag T01_retry_jitter_none()
    {
        Dag dag = Manual();
        dag.Op("a", Bad, spec: new() { Retries = 2 });
        return dag;
    }

    [Scenario]
    public static Dag T02_exponential_multiplier()
    {
        Dag dag = Manual();
        dag.Op("a", Bad, spec: new() { Retries = 3, Backoff = new(3) });
        return dag;
    }

    [Scenario]
    public static Dag T03_skip_on_retry()
    {
        Dag dag = Manual();
        _ = dag.Op("a", ByTry(Bad, Skip), spec: new() { Retries = 2 }) >> dag.Op("b");
        return dag;
    }

    [Scenario]
    public static Dag T04_timeout_then_ok()
    {
        Dag dag = Manual();
        dag.Op("a", ByTry(Sleep(6), Ok), spec: new() { Retries = 1, ExecutionTimeout = Seconds(2) });
        return dag;
    }

    [Scenario]
    public static Dag T05_fail_hard_second()
    {
        Dag dag = Manual();
        dag.Op("a", ByTry(Bad, FailHard), spec: new() { Retries = 5 });
        return dag;
    }
}
