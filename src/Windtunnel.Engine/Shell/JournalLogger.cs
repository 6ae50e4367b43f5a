using Microsoft.Extensions.Logging;

namespace Windtunnel.Engine;

/// <summary>Writes what a body logs to its run's journal.</summary>
/// <param name="write">Takes the journal's word for the level, the message and what was thrown.</param>
internal sealed class JournalLogger(Action<string, string, TaskError?> write) : ILogger
{
    private static readonly string[] Levels = ["debug", "debug", "info", "warning", "error", "critical"];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            write(Levels[(int)logLevel], formatter(state, exception), exception is null ? null : Endings.Describe(exception));
        }
    }
}
