using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Windtunnel.Airflow.Protocol;

namespace Windtunnel.Airflow;

/// <summary>Writes log lines as the supervisor reads them: one JSON object to a line. Thread-safe.</summary>
/// <remarks>A line of another shape would stop the supervisor, and with it the task; so every line is made here, and whatever an author's
/// values do while they are turned into text stays here.</remarks>
internal sealed class TaskLog(Stream stream, TimeProvider time, LogLevel least, SecretMask mask) : ILogger
{
    private readonly Lock _turn = new();
    private bool _isGone;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= least && logLevel != LogLevel.None;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        string text = Foreign.Text(() => formatter(state, exception));
        var line = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(line, LogFields.Options))
        {
            json.WriteStartObject();
            json.WriteString("timestamp", WireTime.Format(time.GetUtcNow()));
            json.WriteString("level", NameOf(logLevel));
            json.WriteString("event", LogFields.Safe(text, mask));
            json.WriteString("logger", "task");
            LogFields.Write(json, state as IEnumerable<KeyValuePair<string, object?>>, mask);
            LogPosition.Write(json);
            if (exception is not null)
            {
                LoggedError.Write(json, exception, mask);
            }

            json.WriteEndObject();
        }

        line.Write("\n"u8);
        Send(line.WrittenSpan);
    }

    private static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warning",
        LogLevel.Error => "error",
        _ => "critical",
    };

    private void Send(ReadOnlySpan<byte> line)
    {
        lock (_turn)
        {
            if (_isGone)
            {
                return;
            }

            try
            {
                stream.Write(line);
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                _isGone = true;
            }
        }
    }
}
