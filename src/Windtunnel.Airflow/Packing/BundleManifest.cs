using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Unicode;
using Windtunnel.Airflow.Protocol;

namespace Windtunnel.Airflow;

/// <summary>What a bundle says about itself. Airflow reads the DAG ids and the schema version; the rest is for people.</summary>
public sealed record BundleManifest
{
    /// <summary>The version of Airflow's supervisor schema that this package speaks. Airflow passes over a bundle of a version it does not
    /// know.</summary>
    public const string SupportedSchemaVersion = MessageTypes.SchemaVersion;

    /// <summary>The task ids of each DAG, by DAG id. Airflow starts the bundle for tasks of these DAGs only.</summary>
    public required ImmutableSortedDictionary<string, ImmutableArray<string>> Dags { get; init; }

    /// <summary>Null when the manifest has none that is a text; Airflow then passes over the bundle.</summary>
    public string? SchemaVersion { get; init; } = SupportedSchemaVersion;

    /// <summary>The manifest of a project's DAGs.</summary>
    /// <exception cref="BundleException">A DAG could not be created or built.</exception>
    public static BundleManifest Of(Bundle bundle)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        return new()
        {
            Dags = bundle.DagIds.ToImmutableSortedDictionary(
                id => id,
                id => bundle.Load(id).Tasks.Select(task => task.Id).ToImmutableArray(),
                StringComparer.Ordinal),
        };
    }

    /// <summary>As JSON, which is YAML too; the same DAGs give the same bytes.</summary>
    internal byte[] ToUtf8()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteStartObject("dags");
            foreach ((string id, ImmutableArray<string> tasks) in Dags)
            {
                json.WriteStartObject(id);
                json.WriteStartArray("tasks");
                foreach (string task in tasks)
                {
                    json.WriteStringValue(task);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteStartObject("sdk");
            json.WriteString("language", "csharp");
            json.WriteString("name", "Windtunnel");
            json.WriteString("supervisor_schema_version", SchemaVersion);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>The manifest in JSON text, or why Airflow would not take it.</summary>
    internal static (BundleManifest? Manifest, string? Problem) Parse(byte[] utf8)
    {
        if (!Utf8.IsValid(utf8))
        {
            return (null, "The manifest is not valid UTF-8. Pack the bundle again.");
        }

        try
        {
            using var document = JsonDocument.Parse(utf8);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("dags", out JsonElement dags) && dags.ValueKind == JsonValueKind.Object
                ? (new() { Dags = DagsIn(dags), SchemaVersion = SchemaVersionIn(document.RootElement) }, null)
                : (null, "The manifest has no map 'dags'. Pack the bundle again.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second is what text that is no UTF-8 gives, when it is read rather than parsed.
            return (null, $"The manifest is not JSON: {e.Message} Other YAML is not looked into. Pack the bundle again.");
        }
    }

    private static ImmutableSortedDictionary<string, ImmutableArray<string>> DagsIn(JsonElement dags)
    {
        ImmutableSortedDictionary<string, ImmutableArray<string>>.Builder found =
            ImmutableSortedDictionary.CreateBuilder<string, ImmutableArray<string>>(StringComparer.Ordinal);
        foreach (JsonProperty dag in dags.EnumerateObject())
        {
            found[dag.Name] = TasksIn(dag.Value);
        }

        return found.ToImmutable();
    }

    private static ImmutableArray<string> TasksIn(JsonElement dag) =>
        dag.ValueKind == JsonValueKind.Object && dag.TryGetProperty("tasks", out JsonElement tasks)
            && tasks.ValueKind == JsonValueKind.Array
            ? [.. tasks.EnumerateArray().Where(task => task.ValueKind == JsonValueKind.String).Select(task => task.GetString()!)]
            : [];

    private static string? SchemaVersionIn(JsonElement manifest) =>
        manifest.TryGetProperty("sdk", out JsonElement sdk) && sdk.ValueKind == JsonValueKind.Object
            && sdk.TryGetProperty("supervisor_schema_version", out JsonElement version) && version.ValueKind == JsonValueKind.String
            ? version.GetString()
            : null;
}
