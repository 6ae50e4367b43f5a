using System.Text.Json;
using System.Text.Json.Nodes;
using Windtunnel.Schemas;

namespace Windtunnel.Testing;

/// <summary>The schemas of a document, as JSON schemas of draft 2020-12.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class OpenApiSchemas(OpenApiDocument document)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Text, ContractWay Way), (JsonSchema Schema, JsonObject Whole)> _known = [];

    /// <summary>What a value has that the schema does not allow.</summary>
    /// <exception cref="FormatException">The schema is none, or uses what is not supported.</exception>
    public IReadOnlyList<SchemaViolation> Violations(JsonElement schema, JsonElement value, ContractWay way)
    {
        try
        {
            return Known(schema, way).Schema.Validate(value);
        }
        catch (SchemaException e)
        {
            throw document.Unreadable(e.Message.TrimEnd('.'));
        }
    }

    /// <summary>The schema with all that it refers to; not to be changed.</summary>
    public JsonObject Whole(JsonElement schema, ContractWay way) => Known(schema, way).Whole;

    /// <summary>What the schema says at once, without references and <c>allOf</c>.</summary>
    public JsonObject Flat(JsonElement schema)
    {
        JsonObject whole = Whole(schema, ContractWay.Request);
        return FlatSchema.Of(whole, whole);
    }

    /// <summary>The schema itself, or the one that it refers to.</summary>
    public JsonElement Resolved(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Object ? document.Resolved(schema, "a schema") : schema;

    private (JsonSchema Schema, JsonObject Whole) Known(JsonElement schema, ContractWay way)
    {
        lock (_gate)
        {
            (string, ContractWay) key = (schema.GetRawText(), way);
            if (!_known.TryGetValue(key, out (JsonSchema Schema, JsonObject Whole) known))
            {
                JsonObject whole = SchemaTranslation.Whole(document, schema, way);
                _known[key] = known = (Parsed(whole), whole);
            }

            return known;
        }
    }

    private JsonSchema Parsed(JsonObject whole)
    {
        try
        {
            return JsonSchema.Parse(whole.ToJsonString());
        }
        catch (SchemaException e)
        {
            throw document.Unreadable(e.Message.TrimEnd('.'));
        }
    }
}
