using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

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
        BigInteger range = Math.Max((long)grown, 1);
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"{context.Run.DagId}#{context.TaskId}#{began.UtcDateTime:yyyy-MM-dd HH:mm:ss}+00:00#{count}");
#pragma warning disable CA5350 // Airflow derives the jitter from SHA-1; nothing is protected by it.
        var hash = new BigInteger(SHA1.HashData(Encoding.UTF8.GetBytes(text)), isUnsigned: true, isBigEndian: true);
#pragma warning restore CA5350
        TimeSpan wait = TimeSpan.FromSeconds((double)(range + (hash % range)));
        TimeSpan left = sensor.Timeout - TimeSpan.FromSeconds(Math.Floor(elapsed.TotalSeconds));
        wait = wait < left ? wait : left;
        return sensor.MaxWait is { } most && most < wait ? most : wait;
    }
}
