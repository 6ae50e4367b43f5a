using System.Collections.Immutable;

namespace Windtunnel;

/// <summary>What a body said about an asset; it holds when the body succeeds.</summary>
internal sealed record AssetAnnouncement(Asset Asset, AssetAlias? Through, string? ExtraJson, string? PartitionKey);

/// <summary>An asset event that a success makes, the same on the embedded engine and on Airflow. §15.1.</summary>
/// <param name="Asset">What changed.</param>
/// <param name="ExtraJson">A JSON object; null: none.</param>
/// <param name="PartitionKey">Null: none.</param>
/// <param name="Aliases">Those through which it was said; empty for an outlet.</param>
internal sealed record AssetChange(Asset Asset, string? ExtraJson, string? PartitionKey, ImmutableArray<AssetAlias> Aliases)
{
    /// <summary>One for each outlet and partition, with what was said of it last, whether or not anything was said; and one for each thing
    /// that was said through aliases, through however many.</summary>
    public static IEnumerable<AssetChange> Of(TaskSpec spec, IReadOnlyList<AssetAnnouncement> announced, string? partitionOfRun) =>
    [
        .. spec.Outlets.SelectMany(outlet => OfOutlet(outlet, announced, partitionOfRun)),
        .. announced.Where(said => said.Through is not null)
            .GroupBy(said => (said.Asset, said.ExtraJson, Partition: said.PartitionKey ?? partitionOfRun))
            .Select(same => new AssetChange(
                same.Key.Asset, same.Key.ExtraJson, same.Key.Partition, [.. same.Select(said => said.Through!).Distinct()])),
    ];

    private static IEnumerable<AssetChange> OfOutlet(Asset outlet, IEnumerable<AssetAnnouncement> announced, string? partitionOfRun)
    {
        AssetAnnouncement[] own = [.. announced.Where(said => said.Through is null && said.Asset == outlet)];
        return own.Length == 0
            ? [new(outlet, null, partitionOfRun, [])]
            : own.GroupBy(said => said.PartitionKey ?? partitionOfRun)
                .Select(same => new AssetChange(outlet, same.Last().ExtraJson, same.Key, []));
    }
}
