namespace Windtunnel.Bench;

/// <summary>What something costs: processor time, which other programs on the machine do not change, and memory.</summary>
internal static class Cost
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(200);

    /// <summary>The least of several times, since nothing makes a program faster than it is.</summary>
    /// <param name="act">Called for a while before it is measured, so that compiling it does not count.</param>
    /// <param name="times">How often it is measured.</param>
    public static TimeSpan Of(Action act, int times)
    {
        TimeSpan warm = Environment.CpuUsage.TotalTime + WarmUp;
        do
        {
            act();
        }
        while (Environment.CpuUsage.TotalTime < warm);

        var least = TimeSpan.MaxValue;
        for (int i = 0; i < times; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            TimeSpan before = Environment.CpuUsage.TotalTime;
            act();
            TimeSpan took = Environment.CpuUsage.TotalTime - before;
            least = took < least ? took : least;
        }

        return least;
    }

    /// <summary>The bytes that stay in use while the result is held.</summary>
    public static long BytesHeldBy<T>(Func<T> make)
    {
        make();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        T held = make();
        long after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(held);
        return after - before;
    }
}
