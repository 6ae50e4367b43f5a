using System.Runtime.InteropServices;
using Windtunnel.Schedules;

namespace Windtunnel.Engine;

/// <summary>The asset events of a deployment, and who is told of them. §15.</summary>
/// <param name="keep">How many finished runs of each DAG are kept: with a run that is forgotten go its events, once every consumer has seen
/// them. Null: all runs, and all events.</param>
internal sealed class AssetBook(int? keep)
{
    private const int FewEvents = 64;

    private readonly List<(int Number, AssetEvent Event)> _events = [];
    private readonly Dictionary<string, HashSet<Asset>> _attached = new(StringComparer.Ordinal);
    private readonly List<DagState> _told = [];
    private readonly List<DagState> _toldOfPartitions = [];
    private int _manyEvents = FewEvents;

    /// <summary>The number of the newest event; they count from 1.</summary>
    public int Last { get; private set; }

    /// <summary>How many events are kept.</summary>
    public int Count => _events.Count;

    /// <summary>DAGs that heard of one of their assets since their last run, in the order in which they did.</summary>
    public IReadOnlyList<DagState> Told => _told;

    /// <summary>DAGs that wait for partitions of which at least one event came.</summary>
    public IReadOnlyList<DagState> ToldOfPartitions => _toldOfPartitions;

    /// <summary>Records an event and queues it with each un-paused consumer.</summary>
    public void Publish(AssetEvent happened, IReadOnlyDictionary<string, DagState> dags)
    {
        if (keep is not null && _events.Count >= _manyEvents)
        {
            ForgetWhatNobodyNeeds(dags);
            _manyEvents = Math.Max(FewEvents, 2 * _events.Count);
        }

        _events.Add((++Last, happened));
        foreach (AssetAlias alias in happened.Aliases)
        {
            (_attached.TryGetValue(alias.Name, out HashSet<Asset>? known) ? known : _attached[alias.Name] = []).Add(happened.Asset);
        }

        foreach (DagState dag in dags.Values)
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

    /// <summary>The events of an asset, oldest first; where not all runs are kept, the recent ones.</summary>
    public IReadOnlyList<AssetEvent> Of(Asset asset, IReadOnlyDictionary<string, DagState> dags)
    {
        AssetEvent[] all = [.. _events.Select(entry => entry.Event).Where(happened => happened.Asset.Equals(asset))];
        if (keep is null)
        {
            return all;
        }

        Dictionary<Asset, int> newer = [];
        AssetEvent[] recent = [.. all.Reverse().Where(happened => IsRecent(happened, dags, newer))];
        Array.Reverse(recent);
        return recent;
    }

    public bool IsFulfilled(DagState dag) => dag.Dag.Schedule?.Assets is { } expression
        && expression.IsFulfilled(leaf => dag.Assets.Heard.Any(asset => Concerns(leaf, asset)));

    /// <summary>What a run is to see: events up to the newest its DAG heard of that no run has seen before. All it heard is
    /// forgotten.</summary>
    public IReadOnlyList<AssetEvent> Take(DagState dag)
    {
        _told.Remove(dag);
        (int after, int last) = dag.Assets.Take();
        AssetExpression expression = dag.Dag.Schedule!.Assets!;
        return
        [
            .. _events.Where(entry => entry.Number > after && entry.Number <= last)
                .Select(entry => entry.Event)
                .Where(happened => IsNamedBy(expression, happened.Asset)),
        ];
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

    /// <summary>Keeps what is recent, and what a consumer has not seen.</summary>
    private void ForgetWhatNobodyNeeds(IReadOnlyDictionary<string, DagState> dags)
    {
        DagState[] consumers = [.. dags.Values.Where(dag => dag.Dag.Schedule is { Assets: not null } and not PartitionedAssetSchedule)];
        Dictionary<Asset, int> newer = [];
        HashSet<int> needed = [];
        foreach ((int number, AssetEvent happened) in _events.AsEnumerable().Reverse())
        {
            if (IsRecent(happened, dags, newer) || Array.Exists(consumers, dag => IsYetToSee(dag, number, happened.Asset)))
            {
                needed.Add(number);
            }
        }

        _events.RemoveAll(entry => !needed.Contains(entry.Number));
    }

    /// <summary>True for what a kept run announced, and for as many events of an asset from outside as runs are kept.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="dags">The DAGs with their kept runs.</param>
    /// <param name="newer">How many events from outside there are of each asset after this one.</param>
    private bool IsRecent(AssetEvent happened, IReadOnlyDictionary<string, DagState> dags, Dictionary<Asset, int> newer) =>
        happened.SourceDagId is { } dagId
            ? dags[dagId].Find(happened.SourceRunId!) is not null
            : CollectionsMarshal.GetValueRefOrAddDefault(newer, happened.Asset, out _)++ < keep;

    private bool IsYetToSee(DagState consumer, int number, Asset asset) =>
        consumer.Assets.IsYetToSee(number) && IsNamedBy(consumer.Dag.Schedule!.Assets!, asset);

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
