using System.Text.Json;

namespace Windtunnel.Schemas;

/// <summary>A value next to the schema that it must match.</summary>
/// <param name="Root">What references lead into.</param>
/// <param name="Schema">The schema, or the part of it, that applies here.</param>
/// <param name="Value">The value, or the part of it.</param>
/// <param name="Path">Where the value stands.</param>
/// <param name="Depth">How many schemas were entered on the way here.</param>
internal readonly record struct SchemaPlace(JsonSchema Root, JsonElement Schema, JsonElement Value, string Path, int Depth)
{
    private const int MostShown = 60;

    /// <summary>Deeper than any value: only a schema that refers to itself without end gets here.</summary>
    private const int Deepest = 500;

    /// <summary>The same value next to another schema.</summary>
    public SchemaPlace With(JsonElement schema) => this with { Schema = schema, Depth = Depth + 1 };

    public SchemaPlace Item(int index, JsonElement schema) => With(schema) with { Value = Value[index], Path = $"{Path}[{index}]" };

    public SchemaPlace Property(JsonProperty property, JsonElement schema) =>
        With(schema) with { Value = property.Value, Path = $"{Path}.{property.Name}" };

    /// <exception cref="SchemaException">The schema refers to itself without end.</exception>
    public IEnumerable<SchemaViolation> Check()
    {
        SchemaPlace place = this;
        return Schema.ValueKind switch
        {
            _ when Depth > Deepest => throw new SchemaException($"The schema refers to itself without end at {Path}. "
                + "Break the circle of $ref."),
            JsonValueKind.True => [],
            JsonValueKind.False => [Violation("is not allowed.")],
            _ => Schema.EnumerateObject().SelectMany(keyword =>
                SchemaKeywords.All.TryGetValue(keyword.Name, out KeywordCheck? check) ? check(place, keyword.Value) : []),
        };
    }

    public bool Matches(JsonElement schema) => !With(schema).Check().Any();

    public SchemaViolation Violation(string reason) => new(Path, reason);

    /// <summary>The value as JSON, cut to a readable length.</summary>
    public string Shown() => Show(Value);

    public static string Show(JsonElement value)
    {
        string text = value.GetRawText();
        return text.Length <= MostShown ? text : $"{text[..(MostShown - 3)]}...";
    }
}
