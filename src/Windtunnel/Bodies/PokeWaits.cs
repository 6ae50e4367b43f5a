using System.Globalization;

namespace Windtunnel;

/// <summary>The wait between two pokes. §9.1.</summary>
internal static class PokeWaits
{
    /// <param name="context">The sensor's.</param>
    /// <param name="sensor">Its settings.</param>
    /// <param name="poke">How many pokes this stint made.</param>
    /// <param name="elapsed">How long it has waited.</param>
    /// <param name="began">When the waiting began.</param>
    public static TimeSpan After(TaskContext context, SensorSpec sensor, int poke, TimeSpan elapsed, DateTimeOffset began)
    {
        if (!sensor.ExponentialBackoff)
        {
            return sensor.PokeInterval;
        }

        int count = sensor.Mode == SensorMode.Poke ? poke : PokesWithin(context, sensor, elapsed, began);
        return Backoff(context, sensor, count, elapsed, began);
    }

    /// <summary>A rescheduled sensor remembers no count: it adds up waits until they exceed what has elapsed.</summary>
    private static int PokesWithin(TaskContext context, SensorSpec sensor, TimeSpan elapsed, DateTimeOffset began)
    {
        TimeSpan sum = TimeSpan.Zero;
        int count = 1;
        while (sum <= elapsed)
        {
            sum += Backoff(context, sensor, count, elapsed, began);
            count++;
        }

        return count - 1;
    }

    private static TimeSpan Backoff(TaskContext context, SensorSpec sensor, int count, TimeSpan elapsed, DateTimeOffset began)
    {
        double grown = (int)(sensor.PokeInterval.TotalSeconds * Math.Pow(2, count - 2));
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"{context.Run.DagId}#{context.TaskId}#{began.UtcDateTime:yyyy-MM-dd HH:mm:ss}+00:00#{count}");
        TimeSpan wait = TimeSpan.FromSeconds(Jitter.Stretch(Math.Max((long)grown, 1), text));
        TimeSpan left = sensor.Timeout - TimeSpan.FromSeconds(Math.Floor(elapsed.TotalSeconds));
        wait = wait < left ? wait : left;
        return sensor.MaxWait is { } most && most < wait ? most : wait;
    }
}
