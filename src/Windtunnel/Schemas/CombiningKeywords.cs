using System.Text.Json;

namespace Windtunnel.Schemas;

internal static class CombiningKeywords
{
    public static IEnumerable<SchemaViolation> AllOf(SchemaPlace place, JsonElement argument) =>
        argument.EnumerateArray().SelectMany(schema => place.With(schema).Check());

    public static IEnumerable<SchemaViolation> AnyOf(SchemaPlace place, JsonElement argument) =>
        argument.EnumerateArray().Any(place.Matches)
            ? []
            : [place.Violation($"is {place.Shown()}; allowed is what matches one of {SchemaPlace.Show(argument)}.")];

    public static IEnumerable<SchemaViolation> OneOf(SchemaPlace place, JsonElement argument)
    {
        int count = argument.EnumerateArray().Count(place.Matches);
        return count == 1
            ? []
            : [place.Violation($"is {place.Shown()} and matches {count} of {SchemaPlace.Show(argument)}; "
                + "allowed is what matches exactly one.")];
    }

    public static IEnumerable<SchemaViolation> Not(SchemaPlace place, JsonElement argument) =>
        !place.Matches(argument)
            ? []
            : [place.Violation($"is {place.Shown()}; allowed is what does not match {SchemaPlace.Show(argument)}.")];

    /// <summary>Read together with <c>then</c> and <c>else</c>.</summary>
    public static IEnumerable<SchemaViolation> If(SchemaPlace place, JsonElement argument) =>
        place.Schema.TryGetProperty(place.Matches(argument) ? "then" : "else", out JsonElement consequence)
            ? place.With(consequence).Check()
            : [];

    public static IEnumerable<SchemaViolation> Ref(SchemaPlace place, JsonElement argument) =>
        place.With(place.Root.Target(argument.GetString()!)).Check();
}
