using System.Text.Json;

namespace Windtunnel.Schemas;

internal static class NumberKeywords
{
    public static IEnumerable<SchemaViolation> Minimum(SchemaPlace place, JsonElement argument) =>
        Limit(place, argument, order => order >= 0, "at least");

    public static IEnumerable<SchemaViolation> Maximum(SchemaPlace place, JsonElement argument) =>
        Limit(place, argument, order => order <= 0, "at most");

    public static IEnumerable<SchemaViolation> ExclusiveMinimum(SchemaPlace place, JsonElement argument) =>
        Limit(place, argument, order => order > 0, "more than");

    public static IEnumerable<SchemaViolation> ExclusiveMaximum(SchemaPlace place, JsonElement argument) =>
        Limit(place, argument, order => order < 0, "less than");

    public static IEnumerable<SchemaViolation> MultipleOf(SchemaPlace place, JsonElement argument) =>
        place.Value.ValueKind != JsonValueKind.Number || IsMultiple(place.Value, argument)
            ? []
            : [place.Violation($"is {place.Shown()}; allowed is a multiple of {argument}.")];

    public static bool IsWhole(JsonElement number) =>
        number.TryGetDecimal(out decimal exact) ? decimal.Truncate(exact) == exact : double.IsInteger(number.GetDouble());

    private static IEnumerable<SchemaViolation> Limit(SchemaPlace place, JsonElement limit, Func<int, bool> isKept, string words) =>
        place.Value.ValueKind != JsonValueKind.Number || isKept(Compare(place.Value, limit))
            ? []
            : [place.Violation($"is {place.Shown()}; allowed is {words} {limit}.")];

    /// <summary>Exact where both fit a decimal, so that 0.3 is three times 0.1.</summary>
    private static int Compare(JsonElement value, JsonElement limit) =>
        value.TryGetDecimal(out decimal exact) && limit.TryGetDecimal(out decimal exactLimit)
            ? exact.CompareTo(exactLimit)
            : value.GetDouble().CompareTo(limit.GetDouble());

    private static bool IsMultiple(JsonElement value, JsonElement of) =>
        value.TryGetDecimal(out decimal exact) && of.TryGetDecimal(out decimal exactOf) && exactOf != 0
            ? exact % exactOf == 0
            : Math.IEEERemainder(value.GetDouble(), of.GetDouble()) == 0;
}
