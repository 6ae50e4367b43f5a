namespace Windtunnel.Engine;

/// <summary>An asset event with its place among all events, which orders events of one instant.</summary>
internal sealed record QueuedAssetEvent(AssetEvent Event, long Number, AssetAlias? Through);

/// <summary>What a consuming DAG has heard of its assets since its last run. §15.2.</summary>
internal sealed class AssetQueue
{
    private readonly Dictionary<Asset, (long Number, AssetAlias? Through)> _rows = [];
    private long _consumedUpTo;

    public bool IsEmpty => _rows.Count == 0;

    /// <summary>Adds a row unless the asset has one already, which then keeps its time.</summary>
    public void Add(QueuedAssetEvent heard) => _rows.TryAdd(heard.Event.Asset, (heard.Number, heard.Through));

    public bool Fulfils(AssetExpression expression) => expression.IsFulfilled(leaf => _rows.Any(row => AssetBook.Concerns(leaf, row.Key, row.Value.Through)));

    /// <summary>Takes what the run is to see: events up to the newest row that no run has taken before. All rows are dropped.</summary>
    public IReadOnlyList<AssetEvent> Take(IEnumerable<QueuedAssetEvent> events, AssetExpression expression)
    {
        long newest = _rows.Values.Max(row => row.Number);
        AssetEvent[] taken =
        [
            .. events.Where(heard => heard.Number > _consumedUpTo && heard.Number <= newest
                    && expression.Leaves.Any(leaf => AssetBook.Concerns(leaf, heard.Event.Asset, heard.Through)))
                .Select(heard => heard.Event),
        ];
        _consumedUpTo = newest;
        _rows.Clear();
        return taken;
    }

    /// <summary>Events before the DAG began to listen are never seen.</summary>
    public void ListenFrom(long number) => _consumedUpTo = number;
}
