using System.Text.Json;
using System.Text.RegularExpressions;

namespace Windtunnel.Schemas;

internal static class TextKeywords
{
    public static IEnumerable<SchemaViolation> MinLength(SchemaPlace place, JsonElement argument) =>
        place.Value.ValueKind != JsonValueKind.String || Length(place.Value) >= argument.GetDecimal()
            ? []
            : [place.Violation($"is {place.Shown()}, of {Length(place.Value)} characters; allowed are at least {argument}.")];

    public static IEnumerable<SchemaViolation> MaxLength(SchemaPlace place, JsonElement argument) =>
        place.Value.ValueKind != JsonValueKind.String || Length(place.Value) <= argument.GetDecimal()
            ? []
            : [place.Violation($"is {place.Shown()}, of {Length(place.Value)} characters; allowed are at most {argument}.")];

    public static IEnumerable<SchemaViolation> Pattern(SchemaPlace place, JsonElement argument) =>
        place.Value.ValueKind != JsonValueKind.String || IsMatch(argument.GetString()!, place.Value.GetString()!)
            ? []
            : [place.Violation($"is {place.Shown()}; allowed is what matches {argument.GetString()}.")];

    public static IEnumerable<SchemaViolation> Format(SchemaPlace place, JsonElement argument) =>
        place.Value.ValueKind != JsonValueKind.String || SchemaFormats.Accepts(argument.GetString()!, place.Value.GetString()!)
            ? []
            : [place.Violation($"is {place.Shown()}; allowed is the format {argument.GetString()}.")];

    /// <summary>Found anywhere in the text, unless the pattern is anchored. A pattern that backtracks without end is stopped; it counts
    /// as not matching.</summary>
    /// <exception cref="ArgumentException">The pattern is no regular expression.</exception>
    public static bool IsMatch(string pattern, string text)
    {
        try
        {
            return BoundedPattern.Of(pattern).IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    /// <summary>Code points, as the draft counts.</summary>
    private static int Length(JsonElement text) => text.GetString()!.EnumerateRunes().Count();
}
