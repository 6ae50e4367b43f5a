using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Windtunnel.Airflow;

/// <summary>Literals and calls of Python, laid out as its formatters do.</summary>
internal static class PythonText
{
    private const int LineLength = 100;

    public static string Literal(bool value) => value ? "True" : "False";

    public static string Literal(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    public static string Literal(string text)
    {
        var literal = new StringBuilder("\"");
        foreach (Rune rune in text.EnumerateRunes())
        {
            literal.Append(rune.Value switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                0x2028 or 0x2029 => $"\\u{rune.Value:x4}",
                _ when Rune.IsControl(rune) => $"\\u{rune.Value:x4}",
                _ => rune.ToString(),
            });
        }

        return literal.Append('"').ToString();
    }

    public static string Literal(TimeSpan span) => $"datetime.timedelta(seconds={Literal(span.TotalSeconds)})";

    public static string Literal(CalendarDelta delta) => delta.Months == 0
        ? Literal(delta.Time)
        : $"relativedelta(months={delta.Months}, seconds={Literal(delta.Time.TotalSeconds)})";

    public static string Literal(DateTimeOffset moment, string zone, bool isFirstOfTwo = false)
    {
        string fraction = moment.Ticks / TimeSpan.TicksPerMicrosecond % 1_000_000 is > 0 and var micros ? $", {micros}" : "";
        int[] parts = [moment.Year, moment.Month, moment.Day, moment.Hour, moment.Minute, moment.Second];
        return $"pendulum.datetime({string.Join(", ", parts)}{fraction}, tz={Literal(zone)}{(isFirstOfTwo ? ", fold=0" : "")})";
    }

    public static string Literal(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(", ", json.EnumerateObject().Select(Entry))}}}",
        JsonValueKind.Array => List(json.EnumerateArray().Select(Literal)),
        JsonValueKind.String => Literal(json.GetString()!),
        JsonValueKind.True => "True",
        JsonValueKind.False => "False",
        JsonValueKind.Number => json.GetRawText(),
        _ => "None",
    };

    public static string List(IEnumerable<string> items) => $"[{string.Join(", ", items)}]";

    public static string Call(string callee, IEnumerable<string> arguments) => $"{callee}({string.Join(", ", arguments)})";

    /// <summary>On one line where it fits, else with an argument to a line.</summary>
    public static string Fit(string indent, string callee, IReadOnlyList<string> arguments, string end)
    {
        string line = $"{indent}{Call(callee, arguments)}{end}";
        return line.Length <= LineLength || arguments.Count == 0
            ? line
            : $"{indent}{callee}(\n{string.Concat(arguments.Select(argument => $"{indent}    {argument},\n"))}{indent}){end}";
    }

    private static string Entry(JsonProperty entry) => $"{Literal(entry.Name)}: {Literal(entry.Value)}";
}
