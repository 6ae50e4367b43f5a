using Microsoft.Extensions.Logging;

namespace Windtunnel.Engine;

/// <summary>Writes what a body logs to the run's journal.</summary>
internal sealed class JournalLogger(Row row, VirtualClock clock) : ILogger
{
    private static readonly string[] Levels = ["debug", "debug", "info", "warning", "error", "critical"];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        lock (row.Run)
        {
            row.Run.Journal.Append(new TaskLogged
            {
                At = clock.Now,
                Task = row.Task.Id,
                MapIndex = row.MapIndex,
                Try = row.Try,
                Level = Levels[(int)logLevel],
                Message = formatter(state, exception),
                Error = exception is null ? null : Endings.Describe(exception),
            });
        }
    }
}
