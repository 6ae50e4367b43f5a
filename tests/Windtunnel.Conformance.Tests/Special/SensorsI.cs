using static Windtunnel.Conformance.Tests.Special.Bodies;

namespace Windtunnel.Conformance.Tests.Special;

internal static class SensorsI
{
    [Scenario]
    public static Dag I03_poke_timeout()
    {
        Dag dag = Manual();
        dag.Sensor("w", _ => false, new() { PokeInterval = Seconds(4), Timeout = Seconds(10) }, new() { Retries = 3 });
        return dag;
    }

    [Scenario]
    public static Dag I05_poke_raises()
    {
        Dag dag = Manual();
        dag.Sensor("w", Raises, EverySecond, new() { Retries = 1 });
        return dag;
    }

    [Scenario]
    public static Dag I06_never_fail()
    {
        Dag dag = Manual();
        dag.Sensor("w", Raises, EverySecond with { NeverFail = true });
        return dag;
    }

    [Scenario]
    public static Dag I06_soft_fail_error()
    {
        Dag dag = Manual();
        dag.Sensor("w", Raises, EverySecond with { SoftFail = true });
        return dag;
    }

    [Scenario]
    public static Dag I08_timeout_zero()
    {
        Dag dag = Manual();
        dag.Sensor("t", _ => true, EverySecond with { Timeout = TimeSpan.Zero });
        dag.Sensor("f", _ => false, EverySecond with { Timeout = TimeSpan.Zero });
        return dag;
    }

    [Scenario]
    public static Dag I09_deferrable()
    {
        Dag dag = Manual();
        TaskRef wait = dag.Deferrable(
            "w", context => new Deferral(Trigger.At(context.Time.GetUtcNow() + Seconds(5))), (_, _) => (string?)null);
        _ = wait >> dag.Op("a");
        return dag;
    }

    private static SensorSpec EverySecond { get; } = new() { PokeInterval = Seconds(1), Timeout = Seconds(10) };

    private static bool Raises(TaskContext context) => throw new InvalidOperationException("The poke fails.");
}
