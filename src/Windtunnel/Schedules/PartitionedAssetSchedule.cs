using System.Collections.Immutable;

namespace Windtunnel.Schedules;

/// <summary>A run for each partition key whose asset events have fulfilled the expression. Airflow's PartitionedAssetTimetable.</summary>
internal sealed class PartitionedAssetSchedule(
    AssetExpression assets,
    ImmutableArray<KeyValuePair<AssetExpression, PartitionMapper>> mappers,
    PartitionMapper defaultMapper)
    : Schedule
{
    public override AssetExpression Assets => assets;

    /// <summary>Those of some assets.</summary>
    public ImmutableArray<KeyValuePair<AssetExpression, PartitionMapper>> Mappers => mappers;

    /// <summary>That of all others.</summary>
    public PartitionMapper DefaultMapper => defaultMapper;

    public override string Description => $"on partitions of assets {assets}";

    public override bool IsPeriodic => false;

    public override bool IsPartitioned => true;

    /// <summary>Whether every key of an event is the key of a run as it is.</summary>
    public bool IsIdentity => mappers.All(entry => entry.Value == PartitionMapper.Identity) && defaultMapper == PartitionMapper.Identity;

    /// <summary>How the keys of an asset's events become keys of runs. Of several entries that name the asset, the last counts.</summary>
    public PartitionMapper MapperFor(Asset asset) =>
        mappers.LastOrDefault(entry => entry.Key.Leaves.Any(leaf => Names(leaf, asset))).Value ?? defaultMapper;

    public override PlannedRun? Next(DataInterval? last, ScheduleBounds bounds, DateTimeOffset now, TimeZoneInfo dagZone) => null;

    private static bool Names(AssetExpression leaf, Asset asset) => leaf is AssetRef named ? named.Matches(asset) : leaf.Equals(asset);
}
