using Microsoft.Extensions.Logging;

namespace Windtunnel.Airflow;

/// <summary>The level that the deployment asks for. The supervisor filters nothing, so it is applied here.</summary>
internal static class LogLevels
{
    /// <summary>Of <c>AIRFLOW__LOGGING__LOGGING_LEVEL</c>, or of the longest matching prefix in
    /// <c>AIRFLOW__LOGGING__NAMESPACE_LEVELS</c>. Default: information.</summary>
    public static LogLevel FromEnvironment(string logger) => For(
        logger,
        Environment.GetEnvironmentVariable("AIRFLOW__LOGGING__LOGGING_LEVEL"),
        Environment.GetEnvironmentVariable("AIRFLOW__LOGGING__NAMESPACE_LEVELS"));

    /// <param name="logger">Its name, with dots.</param>
    /// <param name="general">A level's name in Python; null or unknown: information.</param>
    /// <param name="byName">Pairs such as <c>sqlalchemy=INFO</c>, separated by spaces or commas; null: none.</param>
    public static LogLevel For(string logger, string? general, string? byName)
    {
        var own =
            from pair in (byName ?? "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries)
            let parts = pair.Split('=', 2)
            where parts.Length == 2 && (logger == parts[0] || logger.StartsWith($"{parts[0]}.", StringComparison.Ordinal))
            orderby parts[0].Length descending
            select Parse(parts[1]);
        return own.FirstOrDefault(level => level is not null) ?? Parse(general) ?? LogLevel.Information;
    }

    private static LogLevel? Parse(string? name) => name?.Trim().ToUpperInvariant() switch
    {
        "DEBUG" => LogLevel.Debug,
        "INFO" => LogLevel.Information,
        "WARNING" or "WARN" => LogLevel.Warning,
        "ERROR" => LogLevel.Error,
        "CRITICAL" or "FATAL" => LogLevel.Critical,
        _ => null,
    };
}
