using static Windtunnel.Conformance.Tests.Special.Bodies;

namespace Windtunnel.Conformance.Tests.Special;

internal static class DeferralsR
{
    [Scenario]
    public static Dag R02_defer_timeout()
    {
        Dag dag = Manual();
        TaskRef late = dag.Deferrable("a", context => new Deferral(In(context, 60), Seconds(4)), (_, _) => 1, new() { Retries = 1 });
        _ = late >> dag.Op("b");
        return dag;
    }

    [Scenario]
    public static Dag R03_defer_and_retry()
    {
        Dag dag = Manual();
        TaskRef flaky = dag.Deferrable(
            "a",
            context => new Deferral(In(context, 1)),
            (_, context) => context.TryNumber == 1 ? throw new InvalidOperationException("Fails.") : context.TryNumber,
            new() { Retries = 1 });
        _ = flaky >> dag.Op("b");
        return dag;
    }

    [Scenario]
    public static Dag R06_reschedule_with_retry()
    {
        Dag dag = Manual();
        var sensor = new SensorSpec { PokeInterval = Seconds(2), Timeout = Seconds(5), Mode = SensorMode.Reschedule };
        _ = dag.Sensor("w", _ => false, sensor, new() { Retries = 1 }) >> dag.Op("a");
        return dag;
    }

    private static Trigger In(TaskContext context, double seconds) => Trigger.At(context.Time.GetUtcNow() + Seconds(seconds));
}
