using System.Text.Json;
using Windtunnel.Airflow.Protocol;

namespace Windtunnel.Airflow;

/// <summary>The assets that a success announces. Every entry has an extra: without one Airflow fails the task.</summary>
internal static class OutletEvents
{
    public static (IReadOnlyList<AssetProfile> Outlets, JsonText Events) Of(
        TaskSpec spec, IReadOnlyList<Announcement> announced, StartupDetails startup)
    {
        string? partition = startup.TiContext.DagRun.PartitionKey;
        AssetProfile[] outlets =
        [
            .. spec.Outlets.Select(asset => new AssetProfile { Name = asset.Name, Uri = asset.Uri, Type = "Asset" }),
            .. spec.OutletAliases.Select(alias => new AssetProfile { Name = alias.Name, Type = "AssetAlias" }),
        ];
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartArray();
            foreach (Announcement said in announced.Where(said => said.Through is not null || spec.Outlets.Contains(said.Asset)))
            {
                Write(json, said, said.PartitionKey ?? partition);
            }

            json.WriteEndArray();
        }

        return (outlets, new(stream.ToArray()));
    }

    private static void Write(Utf8JsonWriter json, Announcement said, string? partition)
    {
        json.WriteStartObject();
        if (said.Through is { } alias)
        {
            json.WriteString("source_alias_name", alias.Name);
        }

        json.WriteStartObject("dest_asset_key");
        json.WriteString("name", said.Asset.Name);
        json.WriteString("uri", said.Asset.Uri);
        json.WriteEndObject();
        if (said.Through is not null)
        {
            json.WritePropertyName("dest_asset_extra");
            json.WriteRawValue(said.Asset.Extra?.ToJsonString() ?? "{}");
        }

        json.WritePropertyName("extra");
        json.WriteRawValue(said.ExtraJson ?? "{}");
        if (partition is not null)
        {
            json.WriteString("partition_key", partition);
        }

        json.WriteEndObject();
    }
}
