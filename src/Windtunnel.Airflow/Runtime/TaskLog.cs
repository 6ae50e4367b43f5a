using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Windtunnel.Airflow.Protocol;

namespace Windtunnel.Airflow;

/// <summary>Writes log lines as the supervisor reads them: one JSON object to a line. Thread-safe.</summary>
/// <remarks>A line of another shape would stop the supervisor, and with it the task; so every line is made here.</remarks>
internal sealed class TaskLog(Stream stream, TimeProvider time, LogLevel least, SecretMask mask) : ILogger
{
    private const int DeepestCause = 10;

    // Keys that the supervisor keeps for itself, or that are arguments of its own functions.
    private static readonly HashSet<string> Reserved =
    [
        "event", "level", "timestamp", "logger", "logger_name", "exception", "error_detail", "exc_info", "stack_info", "msg", "target",
        "self", "method_name", "positional_args", "name",
    ];

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

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

        var line = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(line, Options))
        {
            json.WriteStartObject();
            json.WriteString("timestamp", WireTime.Format(time.GetUtcNow()));
            json.WriteString("level", NameOf(logLevel));
            json.WriteString("event", mask.Apply(formatter(state, exception)));
            json.WriteString("logger", "task");
            WriteFields(json, state as IEnumerable<KeyValuePair<string, object?>>);
            if (exception is not null)
            {
                WriteException(json, exception);
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

    private void WriteFields(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, object?>>? fields)
    {
        HashSet<string> written = [];
        foreach ((string name, object? value) in fields ?? [])
        {
            string key = Reserved.Contains(name) ? $"{name}_" : name;
            if (name != "{OriginalFormat}" && key.Length > 0 && written.Add(key))
            {
                json.WritePropertyName(key);
                WriteValue(json, value);
            }
        }
    }

    private void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case int or long or short or byte:
                json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case double number when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case decimal number:
                json.WriteNumberValue(number);
                break;
            default:
                json.WriteStringValue(mask.Apply(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""));
                break;
        }
    }

    /// <summary>In the shape of Python's own: the outermost first, then what caused it.</summary>
    private void WriteException(Utf8JsonWriter json, Exception exception)
    {
        json.WriteStartArray("exception");
        int depth = 0;
        for (Exception? error = exception; error is not null && depth < DeepestCause; error = error.InnerException, depth++)
        {
            json.WriteStartObject();
            json.WriteString("exc_type", error.GetType().FullName);
            json.WriteString("exc_value", mask.Apply(error.Message));
            json.WriteStartArray("exc_notes");
            json.WriteEndArray();
            json.WriteNull("syntax_error");
            json.WriteBoolean("is_cause", depth > 0);
            WriteFrames(json, new StackTrace(error, fNeedFileInfo: true));
            json.WriteBoolean("is_group", false);
            json.WriteStartArray("exceptions");
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteFrames(Utf8JsonWriter json, StackTrace trace)
    {
        json.WriteStartArray("frames");
        foreach (StackFrame frame in trace.GetFrames())
        {
            json.WriteStartObject();
            json.WriteString("filename", frame.GetFileName() ?? "");
            json.WriteNumber("lineno", frame.GetFileLineNumber());
            json.WriteString("name", DiagnosticMethodInfo.Create(frame) is { } method ? $"{method.DeclaringTypeName}.{method.Name}" : "?");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

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
            catch (IOException)
            {
                _isGone = true;
            }
        }
    }
}
