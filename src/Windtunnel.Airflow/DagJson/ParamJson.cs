using System.Text.Json;

namespace Windtunnel.Airflow;

/// <summary>Params, as Airflow's own class holds them.</summary>
internal static class ParamJson
{
    /// <param name="json">Where to.</param>
    /// <param name="authored">The params, in their order.</param>
    /// <param name="source">Where a task has them from; null for the DAG's own.</param>
    public static void Write(Utf8JsonWriter json, IEnumerable<Param> authored, string? source)
    {
        json.WriteStartArray();
        foreach (Param param in authored)
        {
            json.WriteStartArray();
            json.WriteStringValue(param.Name);
            json.WriteStartObject();
            json.WriteString("__class", "airflow.sdk.definitions.param.Param");
            json.WritePropertyName("default");
            json.WriteRawValue(param.DefaultJson ?? "null");
            json.WriteString("description", param.Description);
            json.WritePropertyName("schema");
            DagJson.Wrap(json, "dict", () => WriteSchema(json, param));
            json.WriteString("source", source);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteSchema(Utf8JsonWriter json, Param param)
    {
        using JsonDocument schema = JsonDocument.Parse(param.WholeSchema());
        json.WriteStartObject();
        foreach (JsonProperty keyword in schema.RootElement.EnumerateObject())
        {
            json.WritePropertyName(keyword.Name);
            WriteEncoded(json, keyword.Value);
        }

        json.WriteEndObject();
    }

    /// <summary>A map inside a value is wrapped.</summary>
    internal static void WriteEncoded(Utf8JsonWriter json, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                DagJson.Wrap(json, "dict", () =>
                {
                    json.WriteStartObject();
                    foreach (JsonProperty property in value.EnumerateObject())
                    {
                        json.WritePropertyName(property.Name);
                        WriteEncoded(json, property.Value);
                    }

                    json.WriteEndObject();
                });
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (JsonElement item in value.EnumerateArray())
                {
                    WriteEncoded(json, item);
                }

                json.WriteEndArray();
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }
}
