using System.Text.Json;
using Windtunnel.Airflow.Protocol;

namespace Windtunnel.Testing.Supervisor;

/// <summary>Asset events between the wire and a body's host.</summary>
internal static class AssetAnswers
{
    /// <summary>The events of an asset, as asked for.</summary>
    public static IReadOnlyList<AssetEventResponse> Of(TaskHost host, GetAssetEventByAsset asked)
    {
        Asset asset = asked switch
        {
            { Name: { } name, Uri: { } uri } => new(name, uri),
            { Name: { } name } => new(name),
            _ => new(asked.Uri!),
        };
        IEnumerable<AssetEvent> found = host.EventsOf(asset)
            .Where(happened => !(happened.At < asked.After) && !(happened.At > asked.Before));
        AssetEventResponse[] all = [.. (asked.Ascending ? found : found.Reverse()).Select(Response)];
        return asked.Limit is > 0 and var limit ? [.. all.Take((int)limit)] : all;
    }

    /// <summary>What a success says about its outlets, said to the host as a body says it.</summary>
    public static void Announce(TaskHost host, TaskSpec spec, SucceedTask succeeded)
    {
        foreach (JsonElement said in succeeded.OutletEvents.ToElement().EnumerateArray())
        {
            JsonElement key = said.GetProperty("dest_asset_key");
            Asset asset = new(key.GetProperty("name").GetString()!, key.GetProperty("uri").GetString()!);
            bool hasExtra = said.TryGetProperty("extra", out JsonElement given) && given.EnumerateObject().Any();
            string? extra = hasExtra ? given.GetRawText() : null;
            string? partition = said.TryGetProperty("partition_key", out JsonElement part) ? part.GetString() : null;
            AssetAlias? alias = said.TryGetProperty("source_alias_name", out JsonElement source)
                ? spec.OutletAliases.FirstOrDefault(known => known.Name == source.GetString())
                : null;
            host.Announce(asset, alias, extra, partition);
        }
    }

    /// <summary>The task that an entry of a skip request names: an id, or an id with a map index.</summary>
    public static string TaskIn(JsonElement entry) =>
        (entry.ValueKind == JsonValueKind.Array ? entry[0] : entry).GetString()!;

    private static AssetEventResponse Response(AssetEvent happened, int index) => new()
    {
        Id = index + 1,
        Timestamp = happened.At,
        Extra = JsonText.Of(happened.ExtraJson ?? "null"),
        Asset = new() { Name = happened.Asset.Name, Uri = happened.Asset.Uri, Group = happened.Asset.Group },
        CreatedDagruns = [],
        SourceDagId = happened.SourceDagId,
        SourceRunId = happened.SourceRunId,
        SourceTaskId = happened.SourceTaskId,
        SourceMapIndex = happened.SourceTaskId is null ? null : happened.SourceMapIndex,
        PartitionKey = happened.PartitionKey,
    };
}
