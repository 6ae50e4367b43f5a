namespace Windtunnel.Schedules;

/// <summary>The names Airflow takes in place of a cron text.</summary>
internal static class CronPresets
{
    private static readonly (string Name, string Cron)[] Rows =
    [
        ("@hourly", "0 * * * *"),
        ("@daily", "0 0 * * *"),
        ("@midnight", "0 0 * * *"),
        ("@weekly", "0 0 * * 0"),
        ("@monthly", "0 0 1 * *"),
        ("@quarterly", "0 0 1 */3 *"),
        ("@yearly", "0 0 1 1 *"),
        ("@annually", "0 0 1 1 *"),
    ];

    /// <summary>The fields behind a preset; any other text as it is.</summary>
    public static string Expand(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string name = text.Trim();
        if (!name.StartsWith('@'))
        {
            return text;
        }

        foreach ((string preset, string cron) in Rows)
        {
            if (preset.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return cron;
            }
        }

        string advice = name switch
        {
            "@once" => "Use Schedule.Once",
            "@continuous" => "Use Schedule.Continuous",
            _ => $"Use one of {string.Join(", ", Rows.Select(row => row.Name))}",
        };
        throw new ScheduleException($"Cron '{text}' is not a cron preset. {advice}.");
    }
}
