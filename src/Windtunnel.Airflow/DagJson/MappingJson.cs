using System.Text.Json;

namespace Windtunnel.Airflow;

/// <summary>What a task or group is mapped over, so that Airflow makes as many instances. Which element an instance gets is decided in the
/// bundle, by its map index.</summary>
internal static class MappingJson
{
    public static void Write(Utf8JsonWriter json, Mapping mapping)
    {
        json.WriteStartObject();
        json.WriteString("type", "dict-of-lists");
        json.WritePropertyName("value");
        DagJson.Wrap(json, "dict", () =>
        {
            json.WriteStartObject();
            IReadOnlyList<MappingShape> factors = StubMapping.Factors(mapping);
            IReadOnlyList<string> names = StubMapping.Parameters(mapping);
            for (int i = 0; i < factors.Count; i++)
            {
                json.WritePropertyName(names[i]);
                Write(json, factors[i]);
            }

            json.WriteEndObject();
        });
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, MappingShape shape)
    {
        if (shape is MappingShape.Literal literal)
        {
            json.WriteStartArray();
            for (int i = 0; i < literal.Length; i++)
            {
                json.WriteNumberValue(i);
            }

            json.WriteEndArray();
            return;
        }

        DagJson.Wrap(json, "xcomref", () => WriteReference(json, shape));
    }

    private static void WriteReference(Utf8JsonWriter json, MappingShape shape)
    {
        json.WriteStartObject();
        switch (shape)
        {
            case MappingShape.Result result:
                json.WriteString("task_id", result.Source.Id);
                json.WriteString("key", "return_value");
                break;
            case MappingShape.Zip zip:
                WriteParts(json, "zip", zip.First, zip.Second);
                if (zip.IsLongest)
                {
                    json.WriteNull("fillvalue");
                }

                break;
            case MappingShape.Concat concat:
                WriteParts(json, "concat", concat.First, concat.Second);
                break;
            default:
                throw new InvalidOperationException($"{shape} should have been refused.");
        }

        json.WriteEndObject();
    }

    private static void WriteParts(Utf8JsonWriter json, string type, params ReadOnlySpan<MappingShape> parts)
    {
        json.WriteString("type", type);
        json.WriteStartArray("args");
        foreach (MappingShape part in parts)
        {
            WriteReference(json, part);
        }

        json.WriteEndArray();
    }
}
