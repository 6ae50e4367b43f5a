using System.Globalization;

namespace Windtunnel.Engine;

/// <summary>When a failed try is repeated. §8.3, with its vectors in §23.1.</summary>
internal static class RetryTimes
{
    private const double MaxTaskRetryDelay = 86_400;

    /// <summary>The wait after try <paramref name="failedTry"/>, by the task's own settings.</summary>
    public static TimeSpan Wait(
        string dagId, string taskId, DateTimeOffset? logicalDate, int failedTry, TimeSpan delay, RetryBackoff? backoff)
    {
        if (backoff is null || backoff.Multiplier is 0 or 1 or < 0)
        {
            return delay;
        }

        double grown = delay.TotalSeconds * Math.Pow(backoff.Multiplier, failedTry - 1);
        long least = double.IsFinite(grown) && grown < 1e15 ? Math.Max(1, (long)Math.Ceiling(grown)) : (long)MaxTaskRetryDelay;
        string text = string.Create(CultureInfo.InvariantCulture, $"{dagId}#{taskId}#{PythonText(logicalDate)}#{failedTry}");
        double wait = Math.Min(Jitter.Stretch(least, text), MaxTaskRetryDelay);
        return TimeSpan.FromSeconds(backoff.MaxDelay is { } most ? Math.Min(wait, most.TotalSeconds) : wait);
    }

    private static string PythonText(DateTimeOffset? moment)
    {
        if (moment is not { } at)
        {
            return "None";
        }

        bool isWhole = at.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond == 0;
        string format = isWhole ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:ss.ffffff";
        return $"{at.UtcDateTime.ToString(format, CultureInfo.InvariantCulture)}+00:00";
    }
}
