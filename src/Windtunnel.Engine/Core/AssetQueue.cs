namespace Windtunnel.Engine;

/// <summary>What a consuming DAG has heard of its assets since its last run. §15.2.</summary>
internal sealed class AssetQueue
{
    private readonly Dictionary<Asset, int> _rows = [];
    private int _seen;

    public bool IsEmpty => _rows.Count == 0;

    public IReadOnlyCollection<Asset> Heard => _rows.Keys;

    /// <summary>Adds a row unless the asset has one already, which then keeps its event.</summary>
    public void Add(Asset asset, int number) => _rows.TryAdd(asset, number);

    /// <summary>Drops all rows.</summary>
    /// <returns>The last event that earlier runs saw, and the last that the next one is to see.</returns>
    public (int After, int Last) Take()
    {
        (int after, int last) = (_seen, _rows.Values.Max());
        _seen = last;
        _rows.Clear();
        return (after, last);
    }

    /// <summary>Whether the event may be seen by a later run.</summary>
    public bool IsYetToSee(int number) => number > _seen;

    /// <summary>Events up to this one are never seen: the DAG began to listen after them.</summary>
    public void ListenAfter(int number) => _seen = number;
}
