using Windtunnel.Schedules;

namespace Windtunnel.Engine;

/// <summary>All asset events of a deployment, and who is told of them. §15.</summary>
internal sealed class AssetBook
{
    private readonly List<AssetEvent> _events = [];
    private readonly Dictionary<string, HashSet<Asset>> _attached = new(StringComparer.Ordinal);
    private readonly List<DagState> _told = [];
    private readonly List<DagState> _toldOfPartitions = [];

    /// <summary>The number of the newest event; they count from 1.</summary>
    public int Last => _events.Count;

    /// <summary>DAGs that heard of one of their assets since their last run, in the order in which they did.</summary>
    public IReadOnlyList<DagState> Told => _told;

    /// <summary>DAGs that wait for partitions of which at least one event came.</summary>
    public IReadOnlyList<DagState> ToldOfPartitions => _toldOfPartitions;

    /// <summary>Records an event and queues it with each un-paused consumer.</summary>
    public void Publish(AssetEvent happened, IEnumerable<DagState> dags)
    {
        _events.Add(happened);
        foreach (AssetAlias alias in happened.Aliases)
        {
            (_attached.TryGetValue(alias.Name, out HashSet<Asset>? known) ? known : _attached[alias.Name] = []).Add(happened.Asset);
        }

        foreach (DagState dag in dags)
        {
            if (dag.IsPaused || dag.Dag.Schedule?.Assets is not { } expression || !IsNamedBy(expression, happened.Asset))
            {
                continue;
            }

            // Events with a partition key are for partitioned consumers only, those without for the others.
            if (dag.Dag.Schedule is PartitionedAssetSchedule partitioned)
            {
                TellOfPartition(dag, happened, partitioned);
            }
            else if (happened.PartitionKey is null)
            {
                Tell(dag, happened.Asset);
            }
        }
    }

    /// <summary>The events of an asset, oldest first.</summary>
    public IReadOnlyList<AssetEvent> Of(Asset asset) => [.. _events.Where(happened => happened.Asset.Equals(asset))];

    public bool IsFulfilled(DagState dag) => dag.Dag.Schedule?.Assets is { } expression
        && expression.IsFulfilled(leaf => dag.Assets.Heard.Any(asset => Concerns(leaf, asset)));

    /// <summary>What a run is to see: events up to the newest its DAG heard of that no run has seen before. All it heard is
    /// forgotten.</summary>
    public IReadOnlyList<AssetEvent> Take(DagState dag)
    {
        _told.Remove(dag);
        (int after, int last) = dag.Assets.Take();
        AssetExpression expression = dag.Dag.Schedule!.Assets!;
        return [.. _events.Skip(after).Take(last - after).Where(happened => IsNamedBy(expression, happened.Asset))];
    }

    /// <summary>Takes the oldest complete partition of a DAG; null when there is none.</summary>
    public OpenPartition? TakePartition(DagState dag)
    {
        OpenPartition? complete = dag.Partitions.TakeComplete(dag.Dag.Schedule!.Assets!, Concerns);
        if (dag.Partitions.IsEmpty)
        {
            _toldOfPartitions.Remove(dag);
        }

        return complete;
    }

    public bool HasCompletePartition(DagState dag) => dag.Partitions.Complete(dag.Dag.Schedule!.Assets!, Concerns) is not null;

    private void TellOfPartition(DagState dag, AssetEvent happened, PartitionedAssetSchedule schedule)
    {
        if (happened.PartitionKey is null)
        {
            return;
        }

        dag.Partitions.Add(happened, schedule);
        if (!dag.Partitions.IsEmpty && !_toldOfPartitions.Contains(dag))
        {
            _toldOfPartitions.Add(dag);
        }
    }

    private void Tell(DagState dag, Asset asset)
    {
        if (dag.Assets.IsEmpty)
        {
            _told.Add(dag);
        }

        dag.Assets.Add(asset, Last);
    }

    private bool IsNamedBy(AssetExpression expression, Asset asset) => expression.Leaves.Any(leaf => Concerns(leaf, asset));

    private bool Concerns(AssetExpression leaf, Asset asset) => leaf switch
    {
        Asset other => other.Equals(asset),
        AssetRef reference => reference.Matches(asset),
        AssetAlias alias => _attached.TryGetValue(alias.Name, out HashSet<Asset>? known) && known.Contains(asset),
        _ => false,
    };
}
