using System.Text.Json;
using Windtunnel.Airflow.Protocol;

namespace Windtunnel.Airflow;

/// <summary>The assets that a success announces. Every entry has an extra: without one Airflow fails the task.</summary>
internal static class OutletEvents
{
    public static (IReadOnlyList<AssetProfile> Outlets, JsonText Events) Of(
        TaskSpec spec, IReadOnlyList<AssetAnnouncement> announced, StartupDetails startup)
    {
        AssetProfile[] outlets =
        [
            .. spec.Outlets.Select(asset => new AssetProfile { Name = asset.Name, Uri = asset.Uri, Type = "Asset" }),
            .. spec.OutletAliases.Select(alias => new AssetProfile { Name = alias.Name, Type = "AssetAlias" }),
        ];
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartArray();
            foreach (AssetChange change in AssetChange.Of(spec, announced, startup.TiContext.DagRun.PartitionKey))
            {
                foreach (AssetAlias? through in change.Aliases.IsEmpty ? [null] : change.Aliases.AsEnumerable<AssetAlias?>())
                {
                    Write(json, change, through);
                }
            }

            json.WriteEndArray();
        }

        return (outlets, new(stream.ToArray()));
    }

    private static void Write(Utf8JsonWriter json, AssetChange change, AssetAlias? through)
    {
        json.WriteStartObject();
        if (through is not null)
        {
            json.WriteString("source_alias_name", through.Name);
        }

        json.WriteStartObject("dest_asset_key");
        json.WriteString("name", change.Asset.Name);
        json.WriteString("uri", change.Asset.Uri);
        json.WriteEndObject();
        if (through is not null)
        {
            json.WritePropertyName("dest_asset_extra");
            json.WriteRawValue(change.Asset.Extra?.ToJsonString() ?? "{}");
        }

        json.WritePropertyName("extra");
        json.WriteRawValue(change.ExtraJson ?? "{}");
        if (change.PartitionKey is { } partition)
        {
            json.WriteString("partition_key", partition);
        }

        json.WriteEndObject();
    }
}
