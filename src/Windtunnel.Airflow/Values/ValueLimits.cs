using System.Text.Json;

namespace Windtunnel.Airflow;

/// <summary>What Airflow's database, supervisor and Python cannot take as an XCom, a stored value or an argument.</summary>
internal static class ValueLimits
{
    /// <summary>2^64: Airflow stores such a number as an integer that it cannot hand back.</summary>
    public const double FirstRefusedNumber = 18446744073709551616d;

    private static readonly HashSet<string> KnownClasses =
    [
        "datetime.datetime", "pendulum.datetime.DateTime", "datetime.date", "pendulum.date.Date", "datetime.timedelta", "builtins.tuple",
        "builtins.set", "builtins.frozenset", "decimal.Decimal", "uuid.UUID",
    ];

    /// <summary>The reason why Airflow could not take the value, and what to do; null when it can.</summary>
    public static string? Check(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.TryGetDouble(out double number) && Math.Abs(number) < FirstRefusedNumber ? null
            : value.TryGetUInt64(out _) ? null
            : $"The number {value.GetRawText()} is beyond what Airflow can hand back (2^64). Send it as text.",
        JsonValueKind.String => CheckText(value.GetRawText()),
        JsonValueKind.Array => value.EnumerateArray().Select(Check).FirstOrDefault(problem => problem is not null),
        JsonValueKind.Object => CheckMap(value),
        _ => null,
    };

    private static string? CheckText(string raw) => raw.Contains("\\u0000", StringComparison.Ordinal)
        ? "A text holds the character U+0000, which Airflow's database does not store. Leave it out, or encode the text."
        : null;

    private static string? CheckMap(JsonElement map)
    {
        bool isWrapped = map.TryGetProperty("__classname__", out JsonElement type) && map.TryGetProperty("__version__", out _);
        if (isWrapped && !(type.ValueKind == JsonValueKind.String && KnownClasses.Contains(type.GetString()!)))
        {
            return $"A map has the keys __classname__ and __version__, so that Airflow would make a {type} of it and fail. Rename one.";
        }

        return map.TryGetProperty("__type", out _) && map.TryGetProperty("__var", out _)
            ? "A map has the keys __type and __var, which Airflow takes for a value of its own. Rename one."
            : map.EnumerateObject().Select(property => CheckText(property.Name.Contains('\0', StringComparison.Ordinal) ? "\\u0000" : "")
                ?? Check(property.Value)).FirstOrDefault(problem => problem is not null);
    }
}
