using System.Text.Json;

namespace Windtunnel.Schemas;

internal static class ArrayKeywords
{
    public static IEnumerable<SchemaViolation> PrefixItems(SchemaPlace place, JsonElement argument) =>
        Indexes(place).Take(argument.GetArrayLength()).SelectMany(index => place.Item(index, argument[index]).Check());

    /// <summary>Applies to the items after those of <c>prefixItems</c>.</summary>
    public static IEnumerable<SchemaViolation> Items(SchemaPlace place, JsonElement argument)
    {
        int prefix = place.Schema.TryGetProperty("prefixItems", out JsonElement items) ? items.GetArrayLength() : 0;
        return Indexes(place).Skip(prefix).SelectMany(index => place.Item(index, argument).Check());
    }

    public static IEnumerable<SchemaViolation> MinItems(SchemaPlace place, JsonElement argument) =>
        place.Value.ValueKind != JsonValueKind.Array || place.Value.GetArrayLength() >= argument.GetDecimal()
            ? []
            : [place.Violation($"has {place.Value.GetArrayLength()} items; allowed are at least {argument}.")];

    public static IEnumerable<SchemaViolation> MaxItems(SchemaPlace place, JsonElement argument) =>
        place.Value.ValueKind != JsonValueKind.Array || place.Value.GetArrayLength() <= argument.GetDecimal()
            ? []
            : [place.Violation($"has {place.Value.GetArrayLength()} items; allowed are at most {argument}.")];

    public static IEnumerable<SchemaViolation> UniqueItems(SchemaPlace place, JsonElement argument)
    {
        foreach (int index in argument.GetBoolean() ? Indexes(place) : [])
        {
            int first = Indexes(place).First(other => JsonElement.DeepEquals(place.Value[other], place.Value[index]));
            if (first < index)
            {
                return [place.Violation($"has the item {SchemaPlace.Show(place.Value[index])} at {first} and at {index}; "
                    + "allowed is each item once.")];
            }
        }

        return [];
    }

    /// <summary>Read together with <c>minContains</c>, by default 1, and <c>maxContains</c>.</summary>
    public static IEnumerable<SchemaViolation> Contains(SchemaPlace place, JsonElement argument)
    {
        if (place.Value.ValueKind != JsonValueKind.Array)
        {
            return [];
        }

        decimal least = place.Schema.TryGetProperty("minContains", out JsonElement min) ? min.GetDecimal() : 1;
        decimal most = place.Schema.TryGetProperty("maxContains", out JsonElement max) ? max.GetDecimal() : decimal.MaxValue;
        int count = Indexes(place).Count(index => !place.Item(index, argument).Check().Any());
        string allowed = most == decimal.MaxValue ? $"{least} or more" : $"{least} to {most}";
        return count >= least && count <= most
            ? []
            : [place.Violation($"has {count} items that match {SchemaPlace.Show(argument)}; allowed are {allowed}.")];
    }

    private static IEnumerable<int> Indexes(SchemaPlace place) =>
        place.Value.ValueKind == JsonValueKind.Array ? Enumerable.Range(0, place.Value.GetArrayLength()) : [];
}
