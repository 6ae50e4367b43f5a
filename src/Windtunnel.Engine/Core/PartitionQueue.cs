using Windtunnel.Assets;
using Windtunnel.Schedules;

namespace Windtunnel.Engine;

/// <summary>The partitions that a DAG waits to see complete, the oldest first. §15.3.</summary>
internal sealed class PartitionQueue
{
    /// <summary>Airflow's <c>[scheduler] partition_mapper_max_downstream_keys</c>.</summary>
    private const int MostKeysOfAnEvent = 1000;

    private readonly List<OpenPartition> _open = [];

    public bool IsEmpty => _open.Count == 0;

    /// <summary>Counts an event for the partitions that its key is mapped to; for none when the mapper refuses the key.</summary>
    public void Add(AssetEvent happened, PartitionedAssetSchedule schedule)
    {
        PartitionMapper mapper = schedule.MapperFor(happened.Asset);
        foreach (string key in KeysOf(mapper, happened.PartitionKey!))
        {
            OpenPartition? partition = _open.Find(open => open.Key == key);
            if (partition is null)
            {
                _open.Add(partition = new OpenPartition(key));
            }

            partition.Add(happened, mapper);
        }
    }

    /// <summary>Takes the oldest partition that fulfils the expression; null when none does.</summary>
    /// <param name="expression">What must have changed.</param>
    /// <param name="concerns">Whether an asset counts for a leaf of the expression.</param>
    public OpenPartition? TakeComplete(AssetExpression expression, Func<AssetExpression, Asset, bool> concerns)
    {
        OpenPartition? complete = Complete(expression, concerns);
        if (complete is not null)
        {
            _open.Remove(complete);
        }

        return complete;
    }

    public OpenPartition? Complete(AssetExpression expression, Func<AssetExpression, Asset, bool> concerns) =>
        _open.Find(open => expression.IsFulfilled(leaf => open.Complete.Any(asset => concerns(leaf, asset))));

    private static IReadOnlyList<string> KeysOf(PartitionMapper mapper, string key)
    {
        try
        {
            IReadOnlyList<string> keys = mapper.Map(key);
            return keys.Count <= MostKeysOfAnEvent ? keys : [];
        }
        catch (FormatException)
        {
            return [];
        }
    }
}

/// <summary>A partition for which at least one event came, and whose run was not created yet.</summary>
internal sealed class OpenPartition(string key)
{
    private readonly Dictionary<Asset, (PartitionMapper Mapper, HashSet<string> Keys)> _arrived = [];
    private readonly List<AssetEvent> _events = [];

    public string Key { get; } = key;

    public IReadOnlyList<AssetEvent> Events => _events;

    /// <summary>The assets of which enough upstream partitions came.</summary>
    public IEnumerable<Asset> Complete => _arrived
        .Where(entry => IsComplete(entry.Value.Mapper, entry.Value.Keys))
        .Select(entry => entry.Key);

    public void Add(AssetEvent happened, PartitionMapper mapper)
    {
        _events.Add(happened);
        if (!_arrived.TryGetValue(happened.Asset, out (PartitionMapper Mapper, HashSet<string> Keys) arrived))
        {
            _arrived[happened.Asset] = arrived = (mapper, new(StringComparer.Ordinal));
        }

        arrived.Keys.Add(happened.PartitionKey!);
    }

    private bool IsComplete(PartitionMapper mapper, HashSet<string> arrived)
    {
        if (mapper is not RollupMapper rollup)
        {
            return true;
        }

        IReadOnlySet<string> expected = rollup.KeysOf(Key);
        return rollup.Wait.IsSatisfied(arrived.Count(expected.Contains), expected.Count);
    }
}
