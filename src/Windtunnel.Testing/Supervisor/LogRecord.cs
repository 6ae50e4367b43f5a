using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using Windtunnel.Airflow.Protocol;

namespace Windtunnel.Testing.Supervisor;

/// <summary>A line of a task's log, read as Airflow's supervisor reads it.</summary>
/// <param name="Level"><c>debug</c>, <c>info</c>, <c>warning</c>, <c>error</c> or <c>critical</c>.</param>
/// <param name="Event">The message; empty without one.</param>
/// <param name="Logger">Its name.</param>
/// <param name="Line">The whole JSON object; undefined for output of the process.</param>
internal sealed record LogRecord(string Level, string Event, string Logger, JsonElement Line = default)
{
    // Arguments of functions of Airflow's own, which a key of a line would be given to a second time.
    private static readonly string[] Forbidden = ["msg", "target", "self", "method_name", "positional_args"];

    /// <summary>Reads one line without its end. Null: it is dropped without a word.</summary>
    /// <exception cref="ProtocolException">The line would stop Airflow's supervisor, and the task would fail.</exception>
    public static LogRecord? Read(ReadOnlyMemory<byte> line)
    {
        if (!Utf8.IsValid(line.Span) || Parse(line) is not { } root)
        {
            return null;
        }

        RequireShape(root);
        return LevelOf(root.GetProperty("level")) is { } level
            ? new(level, Text(root, "event") ?? "", Text(root, "logger_name") ?? Text(root, "logger") ?? "task", root)
            : null;
    }

    /// <summary>The outermost exception that the line reports; null when it reports none.</summary>
    public TaskError? Error => Line.ValueKind == JsonValueKind.Object && Line.TryGetProperty("exception", out JsonElement chain)
        && chain.ValueKind == JsonValueKind.Array && chain.GetArrayLength() > 0
            ? new(Text(chain[0], "exc_type") ?? "", Text(chain[0], "exc_value") ?? "")
            : null;

    /// <summary>The text of a field; null when there is none, or it is null.</summary>
    public string? Field(string name) => Line.ValueKind == JsonValueKind.Object ? Text(Line, name) : null;

    private static JsonElement? Parse(ReadOnlyMemory<byte> line)
    {
        try
        {
            return JsonDocument.Parse(line).RootElement;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void RequireShape(JsonElement line)
    {
        string? problem = line.ValueKind != JsonValueKind.Object ? "it is no JSON object"
            : Forbidden.FirstOrDefault(key => line.TryGetProperty(key, out _)) is { } forbidden ? $"it has the key '{forbidden}'"
            : !line.TryGetProperty("level", out JsonElement level) ? "it has no level"
            : level.ValueKind is JsonValueKind.Array or JsonValueKind.Object ? "its level is no text"
            : line.TryGetProperty("timestamp", out JsonElement at) && !IsMoment(at) ? $"its timestamp is {at.GetRawText()}"
            : null;
        if (problem is not null)
        {
            throw new ProtocolException($"A log line would stop Airflow's supervisor, because {problem}: {line.GetRawText()}");
        }
    }

    private static bool IsMoment(JsonElement value) => value.ValueKind == JsonValueKind.String
        && DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);

    private static string? LevelOf(JsonElement level) => level.ValueKind != JsonValueKind.String ? null : level.GetString() switch
    {
        "warn" => "warning",
        "exception" => "error",
        "fatal" => "critical",
        "debug" or "info" or "warning" or "error" or "critical" => level.GetString(),
        _ => null,
    };

    private static string? Text(JsonElement line, string name) => !line.TryGetProperty(name, out JsonElement value) ? null
        : value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => value.GetString(),
            _ => value.GetRawText(),
        };
}
