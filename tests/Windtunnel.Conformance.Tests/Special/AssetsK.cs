using static Windtunnel.Conformance.Tests.Special.Bodies;

namespace Windtunnel.Conformance.Tests.Special;

[OneDeployment]
internal static class AssetsK
{
    private static readonly Asset A = new("k01_a", "file:///k01/a");
    private static readonly Asset B = new("k01_b", "file:///k01/b");
    private static readonly Asset Mapped = new("k10_a", "file:///k10/a");

    [Scenario]
    public static Dag K01_on_a() => On(nameof(K01_on_a), A);

    [Scenario]
    public static Dag K01_on_b() => On(nameof(K01_on_b), B);

    [Scenario]
    public static Dag K03_on_a_and_b() => On(nameof(K03_on_a_and_b), A & B);

    [Scenario]
    public static Dag K04_on_a_or_b() => On(nameof(K04_on_a_or_b), A | B);

    [Scenario]
    public static Dag K10_consumer() => On(nameof(K10_consumer), Mapped);

    [Scenario]
    public static Dag K01_producer()
    {
        Dag dag = Manual();
        dag.Op("p", new TaskSpec { Outlets = [A] });
        dag.Op("q", Skip, spec: new() { Outlets = [B] });
        return dag;
    }

    // Recorded: the first index ended well before the two others, which ended together.
    [Scenario]
    public static Dag K10_mapped_producer()
    {
        Dag dag = Manual();
        dag.Map("p", Each.Of(1, 2, 3), EndsLaterUnlessFirst, new() { Outlets = [Mapped] });
        return dag;
    }

    private static async Task<int> EndsLaterUnlessFirst(int x, TaskContext context)
    {
        await context.DelayAsync(Seconds(x == 1 ? 0 : 1.5));
        return x;
    }

    private static Dag On(string id, AssetExpression assets)
    {
        var dag = new Dag(id) { Schedule = Schedule.OnAssets(assets), StartDate = NewYear };
        dag.Op("c");
        return dag;
    }
}
