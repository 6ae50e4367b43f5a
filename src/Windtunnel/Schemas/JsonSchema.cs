using System.Text.Json;

namespace Windtunnel.Schemas;

/// <summary>A JSON schema of draft 2020-12, as Airflow checks params with. Immutable.</summary>
/// <remarks>Not supported are references to other documents, <c>$dynamicRef</c> and the <c>unevaluated</c> keywords. Unknown keywords are
/// annotations, as the draft says. A format is checked where Airflow checks it.</remarks>
internal sealed class JsonSchema
{
    private readonly JsonElement _root;
    private readonly Dictionary<string, JsonElement> _targets;

    private JsonSchema(JsonElement root, Dictionary<string, JsonElement> targets)
    {
        _root = root;
        _targets = targets;
    }

    /// <exception cref="SchemaException">The text is no schema.</exception>
    public static JsonSchema Parse(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement root = document.RootElement.Clone();
            return new(root, SchemaSyntax.Check(root));
        }
        catch (JsonException e)
        {
            throw new SchemaException($"The schema is not JSON: {e.Message}", e);
        }
    }

    /// <summary>What the schema does not allow; empty when the value matches.</summary>
    /// <exception cref="SchemaException">The schema refers to itself without end.</exception>
    public IReadOnlyList<SchemaViolation> Validate(JsonElement value) => [.. new SchemaPlace(this, _root, value, "$", 0).Check()];

    /// <summary>The schema that a local reference leads to.</summary>
    internal JsonElement Target(string reference) => _targets[reference];
}
