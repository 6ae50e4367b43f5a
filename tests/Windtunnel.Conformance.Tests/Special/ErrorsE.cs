using static Windtunnel.Conformance.Tests.Special.Bodies;

namespace Windtunnel.Conformance.Tests.Special;

internal static class ErrorsE
{
    [Scenario]
    public static Dag E05_execution_timeout()
    {
        Dag dag = Manual();
        dag.Op("a", seconds: 6, spec: new() { Retries = 1, ExecutionTimeout = Seconds(1) });
        return dag;
    }

    [Scenario]
    public static Dag E06_sys_exit()
    {
        Dag dag = Manual();
        dag.Task("a", ExitsInTheFirstTry, new() { Retries = 1 });
        return dag;
    }

    [Scenario]
    public static Dag E08_exponential()
    {
        Dag dag = Manual();
        dag.Op("a", Bad, spec: new() { Retries = 3, RetryDelay = Seconds(2), Backoff = new(MaxDelay: Seconds(6)) });
        return dag;
    }

    private static void ExitsInTheFirstTry(TaskContext context)
    {
        if (context.TryNumber == 1)
        {
            throw new InvalidOperationException("Exits.");
        }
    }
}
