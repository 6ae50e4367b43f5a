using System.Globalization;
using System.Text.Json;

namespace Windtunnel.Airflow;

/// <summary>Whether what a wrapper holds is what Python's class is made of. As the argument of a trigger anything else would stop Airflow's
/// triggerer, for every task of the deployment.</summary>
internal static class WrapperShapes
{
    /// <summary>The year 10000, which Python does not have. As a float, the last microsecond before it is it already.</summary>
    public const double FirstSecondBeyond = 253402300800;

    private const double FirstSecond = -62135596800;
    private const int SecondsOfADay = 86400;

    private static readonly string[] ZoneClasses =
        ["pendulum.tz.timezone.Timezone", "pendulum.tz.timezone.FixedTimezone", "zoneinfo.ZoneInfo"];

    /// <summary>What is wrong with the first wrapper that is, at any depth; null when none is.</summary>
    public static string? Check(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().Select(Check).FirstOrDefault(problem => problem is not null),
        JsonValueKind.Object => CheckMap(value),
        _ => null,
    };

    /// <summary>Whether Python can put it into a set: no list, no map and no set, not even within a tuple.</summary>
    public static bool IsHashable(JsonElement item) => item.ValueKind switch
    {
        JsonValueKind.Array => false,
        JsonValueKind.Object => item.TryGetProperty("__classname__", out JsonElement type) && item.TryGetProperty("__version__", out _)
            && item.TryGetProperty("__data__", out JsonElement data)
            && type.ToString() switch
            {
                "builtins.set" => false,
                "builtins.tuple" => data.ValueKind == JsonValueKind.Array && data.EnumerateArray().All(IsHashable),
                _ => true,
            },
        _ => true,
    };

    private static string? CheckMap(JsonElement map)
    {
        if (map.TryGetProperty("__classname__", out JsonElement type) && map.TryGetProperty("__version__", out JsonElement version)
            && !(IntegerOf(version) is { } number && map.TryGetProperty("__data__", out JsonElement data)
                && IsMadeOf(type.GetString()!, number, data)))
        {
            return $"{map.GetRawText()} is no {type} as Airflow writes one: Python could not read it. Make it with PythonValue.Of.";
        }

        return map.EnumerateObject().Select(property => Check(property.Value)).FirstOrDefault(problem => problem is not null);
    }

    private static bool IsMadeOf(string type, int version, JsonElement data) => type switch
    {
        "datetime.datetime" or "pendulum.datetime.DateTime" => version is 1 or 2 && data.ValueKind == JsonValueKind.Object
            && data.TryGetProperty("timestamp", out JsonElement at) && at.ValueKind == JsonValueKind.Number
            && at.GetDouble() is >= FirstSecond and < FirstSecondBeyond
            && (!data.TryGetProperty("tz", out JsonElement zone) || IsZone(zone)),
        "datetime.date" or "pendulum.date.Date" => version is 1 or 2 && data.ValueKind == JsonValueKind.String
            && DateOnly.TryParseExact(data.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "datetime.timedelta" => version is 1 or 2 && data.ValueKind == JsonValueKind.Number
            && data.GetRawText().AsSpan().IndexOfAny('.', 'e', 'E') >= 0,
        "builtins.tuple" => version == 1 && data.ValueKind == JsonValueKind.Array,
        "builtins.set" or "builtins.frozenset" => version == 1 && data.ValueKind == JsonValueKind.Array
            && data.EnumerateArray().All(IsHashable),
        "decimal.Decimal" => version == 1 && (data.ValueKind == JsonValueKind.Number
            || (data.ValueKind == JsonValueKind.String && decimal.TryParse(
                data.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out _))),
        "uuid.UUID" => version == 1 && data.ValueKind == JsonValueKind.String && Guid.TryParseExact(data.GetString(), "D", out _),
        _ => false,
    };

    /// <summary>None, or a tuple of a name or an offset, a class, its version, and true. A plain text fails.</summary>
    private static bool IsZone(JsonElement zone) => zone.ValueKind == JsonValueKind.Null
        || (zone.ValueKind == JsonValueKind.Object && CheckMap(zone) is null && zone.TryGetProperty("__data__", out JsonElement parts)
            && parts.ValueKind == JsonValueKind.Array && parts.GetArrayLength() == 4 && IsZoneName(parts[0])
            && parts[1].ValueKind == JsonValueKind.String && ZoneClasses.Contains(parts[1].GetString())
            && IntegerOf(parts[2]) == 1 && parts[3].ValueKind == JsonValueKind.True);

    private static bool IsZoneName(JsonElement name) => name.ValueKind == JsonValueKind.String
        ? name.GetString() == "UTC" || TimeZoneInfo.TryFindSystemTimeZoneById(name.GetString()!, out _)
        : IntegerOf(name) is > -SecondsOfADay and < SecondsOfADay;

    private static int? IntegerOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) ? number : null;
}
