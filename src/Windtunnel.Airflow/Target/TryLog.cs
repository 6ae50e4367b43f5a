using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Windtunnel.Airflow.Target;

/// <summary>What the log of a try tells: its lines, and what bodies in C# say through it that Airflow has no place for.</summary>
internal sealed partial record TryLog
{
    public static readonly TryLog Empty = new();

    public ImmutableArray<LogLine> Lines { get; private init; } = [];

    /// <summary>What the try failed with: the last error that a line holds; null when none does.</summary>
    public TaskError? Error => Lines.LastOrDefault(line => line.Error is not null)?.Error;

    public static TryLog Of(IEnumerable<JsonElement> content) => new()
    {
        // What the server adds, e.g. where the log lies, has no time; what it could not read, it tells as bare text.
        Lines =
        [
            .. content.Where(line => line.ValueKind == JsonValueKind.Object && Text(line, "timestamp") is not null).Select(LineOf),
        ],
    };

    private static LogLine LineOf(JsonElement line)
    {
        string message = Text(line, "event") ?? "";
        return new()
        {
            At = line.GetProperty("timestamp").TryGetDateTimeOffset(out DateTimeOffset at) ? at : default,
            Level = Text(line, "level") is "debug" or "warning" or "error" or "critical" ? Text(line, "level")! : "info",
            Message = message,
            Error = ErrorIn(line, "error_detail") ?? ErrorIn(line, "exception"),
            Counted = CountIn(line),
            Connection = Retrieved().Match(message) is { Success: true } match ? match.Groups["id"].Value : null,
        };
    }

    private static (string, long)? CountIn(JsonElement line) =>
        Text(line, "Counter") is { } counter
        && line.TryGetProperty("Value", out JsonElement value) && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt64(out long count)
            ? (counter, count)
            : null;

    private static TaskError? ErrorIn(JsonElement line, string key)
    {
        if (!line.TryGetProperty(key, out JsonElement errors) || errors.ValueKind != JsonValueKind.Array || errors.GetArrayLength() == 0)
        {
            return null;
        }

        // The outermost is the first in C#'s order, the last in Python's, where the others are its causes.
        JsonElement outermost = errors.EnumerateArray().FirstOrDefault(error =>
            !error.TryGetProperty("is_cause", out JsonElement isCause) || isCause.ValueKind != JsonValueKind.True);
        outermost = outermost.ValueKind == JsonValueKind.Undefined ? errors[0] : outermost;
        return new(Text(outermost, "exc_type") ?? "Exception", Text(outermost, "exc_value") ?? "", StackOf(outermost));
    }

    private static string? StackOf(JsonElement error)
    {
        if (!error.TryGetProperty("frames", out JsonElement frames) || frames.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        string[] lines =
        [
            .. frames.EnumerateArray().Select(frame => string.Create(
                CultureInfo.InvariantCulture,
                $"at {Text(frame, "name")} in {Path.GetFileName(Text(frame, "filename"))}:line {Number(frame, "lineno")}")),
        ];
        return lines.Length == 0 ? null : string.Join('\n', lines);
    }

    private static string Number(JsonElement element, string key) => element.TryGetProperty(key, out JsonElement value) ? $"{value}" : "?";

    private static string? Text(JsonElement element, string key) =>
        element.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>The line with which Airflow's hooks, and bodies in C#, tell of a connection that was asked for.</summary>
    [GeneratedRegex(@"^Connection Retrieved '(?<id>[^']+)'")]
    private static partial Regex Retrieved();
}

/// <summary>One line of a try's log.</summary>
internal sealed record LogLine
{
    public required DateTimeOffset At { get; init; }

    public required string Level { get; init; }

    public required string Message { get; init; }

    public TaskError? Error { get; init; }

    /// <summary>What a body counted; null when the line tells of no count.</summary>
    public (string Name, long Value)? Counted { get; init; }

    /// <summary>The connection that was asked for; null when the line tells of none.</summary>
    public string? Connection { get; init; }
}
