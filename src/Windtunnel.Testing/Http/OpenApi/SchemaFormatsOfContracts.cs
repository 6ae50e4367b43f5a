using System.Text.Json.Nodes;

namespace Windtunnel.Testing;

/// <summary>Formats that contracts mean strictly, said by keywords that are checked.</summary>
internal static class SchemaFormatsOfContracts
{
    private const string Clock = @"([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?";

    private static readonly Dictionary<string, string> Patterns = new(StringComparer.Ordinal)
    {
        ["date-time"] = $@"^\d{{4}}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[Tt]{Clock}([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$",
        ["time"] = $"^{Clock}([Zz]|[+-]([01]\\d|2[0-3]):[0-5]\\d)?$",
        ["byte"] = "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$",
        ["uri"] = @"^[A-Za-z][A-Za-z0-9+.-]*:\S*$",
        ["hostname"] = @"^(?!-)[A-Za-z0-9-]{1,63}(?<!-)(\.(?!-)[A-Za-z0-9-]{1,63}(?<!-))*$",
        ["email"] = @"^[^@\s]+@[^@\s]+$",
    };

    private static readonly Dictionary<string, (long Least, long Most)> Ranges = new(StringComparer.Ordinal)
    {
        ["int32"] = (int.MinValue, int.MaxValue),
        ["int64"] = (long.MinValue, long.MaxValue),
    };

    public static void Add(JsonObject schema)
    {
        if (schema["format"] is not JsonValue value || !value.TryGetValue(out string? format))
        {
            return;
        }

        if (format == "time")
        {
            // Airflow's has no zone.
            schema.Remove("format");
        }

        JsonObject? checkedBy = Patterns.TryGetValue(format, out string? pattern)
            ? new JsonObject { ["pattern"] = pattern, ["x-format"] = format }
            : Ranges.TryGetValue(format, out (long Least, long Most) range)
                ? new JsonObject { ["minimum"] = range.Least, ["maximum"] = range.Most }
                : null;
        if (checkedBy is not null)
        {
            JsonArray all = schema["allOf"] as JsonArray ?? [];
            all.Add(checkedBy);
            schema["allOf"] = all;
        }
    }
}
