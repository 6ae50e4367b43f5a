using System.Text.Json;

namespace Windtunnel.Schemas;

internal static class ObjectKeywords
{
    public static IEnumerable<SchemaViolation> Properties(SchemaPlace place, JsonElement argument) =>
        from property in PropertiesOf(place)
        where argument.TryGetProperty(property.Name, out _)
        from violation in place.Property(property, argument.GetProperty(property.Name)).Check()
        select violation;

    public static IEnumerable<SchemaViolation> PatternProperties(SchemaPlace place, JsonElement argument) =>
        from property in PropertiesOf(place)
        from pattern in argument.EnumerateObject()
        where TextKeywords.IsMatch(pattern.Name, property.Name)
        from violation in place.Property(property, pattern.Value).Check()
        select violation;

    /// <summary>Applies to what neither <c>properties</c> nor <c>patternProperties</c> names.</summary>
    public static IEnumerable<SchemaViolation> AdditionalProperties(SchemaPlace place, JsonElement argument)
    {
        JsonProperty[] named = Entries(place.Schema, "properties");
        JsonProperty[] patterns = Entries(place.Schema, "patternProperties");
        return from property in PropertiesOf(place)
               where !named.Any(other => other.Name == property.Name)
               where !patterns.Any(pattern => TextKeywords.IsMatch(pattern.Name, property.Name))
               from violation in place.Property(property, argument).Check()
               select violation;
    }

    public static IEnumerable<SchemaViolation> PropertyNames(SchemaPlace place, JsonElement argument) =>
        from property in PropertiesOf(place)
        let name = JsonSerializer.SerializeToElement(property.Name, XComJsonContext.Default.String)
        where (place.With(argument) with { Value = name }).Check().Any()
        select place.Violation($"has a property '{property.Name}', whose name does not match {SchemaPlace.Show(argument)}.");

    public static IEnumerable<SchemaViolation> Required(SchemaPlace place, JsonElement argument) =>
        Missing(place, argument).Select(name => place.Violation($"lacks the property '{name}'."));

    public static IEnumerable<SchemaViolation> MinProperties(SchemaPlace place, JsonElement argument) =>
        place.Value.ValueKind != JsonValueKind.Object || place.Value.GetPropertyCount() >= argument.GetDecimal()
            ? []
            : [place.Violation($"has {place.Value.GetPropertyCount()} properties; allowed are at least {argument}.")];

    public static IEnumerable<SchemaViolation> MaxProperties(SchemaPlace place, JsonElement argument) =>
        place.Value.ValueKind != JsonValueKind.Object || place.Value.GetPropertyCount() <= argument.GetDecimal()
            ? []
            : [place.Violation($"has {place.Value.GetPropertyCount()} properties; allowed are at most {argument}.")];

    public static IEnumerable<SchemaViolation> DependentRequired(SchemaPlace place, JsonElement argument) =>
        from dependence in argument.EnumerateObject()
        where PropertiesOf(place).Any(property => property.Name == dependence.Name)
        from name in Missing(place, dependence.Value)
        select place.Violation($"has the property '{dependence.Name}' and lacks '{name}', which it needs.");

    public static IEnumerable<SchemaViolation> DependentSchemas(SchemaPlace place, JsonElement argument) =>
        from dependence in argument.EnumerateObject()
        where PropertiesOf(place).Any(property => property.Name == dependence.Name)
        from violation in place.With(dependence.Value).Check()
        select violation;

    private static JsonElement.ObjectEnumerator PropertiesOf(SchemaPlace place) =>
        place.Value.ValueKind == JsonValueKind.Object ? place.Value.EnumerateObject() : default;

    private static JsonProperty[] Entries(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out JsonElement argument) ? [.. argument.EnumerateObject()] : [];

    private static IEnumerable<string> Missing(SchemaPlace place, JsonElement names) =>
        from name in names.EnumerateArray()
        where place.Value.ValueKind == JsonValueKind.Object && !place.Value.TryGetProperty(name.GetString()!, out _)
        select name.GetString();
}
