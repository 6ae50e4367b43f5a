namespace Windtunnel;

/// <summary>
/// Which slot comes first for a cron-triggered DAG that has neither a start date nor an earlier run: the one just past or the coming one.
/// Without this option the one just past, if it is no older than a tenth of the gap between the two, and at least 5 minutes.
/// </summary>
public sealed record RunImmediately
{
    private RunImmediately(TimeSpan? within) => Window = within;

    /// <summary>Always the slot just past.</summary>
    public static RunImmediately Always { get; } = new((TimeSpan?)null);

    /// <summary>The slot just past if it is no older than <paramref name="window"/>.</summary>
    public static RunImmediately Within(TimeSpan window) => new(window);

    /// <summary>Null for <see cref="Always"/>.</summary>
    public TimeSpan? Window { get; }

    internal static DateTimeOffset FirstRun(RunImmediately? option, DateTimeOffset past, DateTimeOffset coming, DateTimeOffset now)
    {
        if (option is { Window: null })
        {
            return past;
        }

        TimeSpan tenth = (coming - past) / 10;
        TimeSpan window = option?.Window ?? (tenth > DefaultWindow ? tenth : DefaultWindow);
        return now - past <= window ? past : coming;
    }

    private static readonly TimeSpan DefaultWindow = TimeSpan.FromMinutes(5);
}
