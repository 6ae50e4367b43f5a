using System.Text.Json;

namespace Windtunnel.Schemas;

internal static class ValueKeywords
{
    public static readonly string[] Types = ["null", "boolean", "integer", "number", "string", "array", "object"];

    public static IEnumerable<SchemaViolation> Type(SchemaPlace place, JsonElement argument)
    {
        string[] allowed = argument.ValueKind == JsonValueKind.Array
            ? [.. argument.EnumerateArray().Select(type => type.GetString()!)]
            : [argument.GetString()!];
        return allowed.Any(type => Is(place.Value, type))
            ? []
            : [place.Violation($"is {place.Shown()}, of type {NameOf(place.Value)}; allowed is {string.Join(" or ", allowed)}.")];
    }

    public static IEnumerable<SchemaViolation> Enum(SchemaPlace place, JsonElement argument) =>
        argument.EnumerateArray().Any(allowed => JsonElement.DeepEquals(allowed, place.Value))
            ? []
            : [place.Violation($"is {place.Shown()}; allowed is one of {SchemaPlace.Show(argument)}.")];

    public static IEnumerable<SchemaViolation> Const(SchemaPlace place, JsonElement argument) =>
        JsonElement.DeepEquals(argument, place.Value)
            ? []
            : [place.Violation($"is {place.Shown()}; allowed is only {SchemaPlace.Show(argument)}.")];

    private static bool Is(JsonElement value, string type) => type switch
    {
        "integer" => value.ValueKind == JsonValueKind.Number && NumberKeywords.IsWhole(value),
        "number" => value.ValueKind == JsonValueKind.Number,
        _ => NameOf(value) == type,
    };

    private static string NameOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "null",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Number => "number",
        JsonValueKind.String => "string",
        JsonValueKind.Array => "array",
        _ => "object",
    };
}
