namespace Windtunnel.Engine;

/// <summary>All asset events of a deployment, and who is told of them. §15.</summary>
internal sealed class AssetBook
{
    private readonly List<QueuedAssetEvent> _events = [];
    private readonly Dictionary<string, HashSet<Asset>> _aliases = new(StringComparer.Ordinal);

    public IReadOnlyList<QueuedAssetEvent> Events => _events;

    public long Last => _events.Count;

    /// <summary>Whether an event of an asset counts for a leaf of an expression.</summary>
    public static bool Concerns(AssetExpression leaf, Asset asset, AssetAlias? through) => leaf switch
    {
        Asset other => other.Equals(asset),
        AssetRef reference => reference.Matches(asset),
        AssetAlias alias => alias.Equals(through),
        _ => false,
    };

    /// <summary>Records an event and queues it with each un-paused consumer.</summary>
    public void Publish(AssetEvent happened, AssetAlias? through, IEnumerable<DagState> dags)
    {
        var heard = new QueuedAssetEvent(happened, _events.Count + 1, through);
        _events.Add(heard);
        if (through is not null)
        {
            (_aliases.TryGetValue(through.Name, out HashSet<Asset>? known) ? known : _aliases[through.Name] = []).Add(happened.Asset);
        }

        foreach (DagState dag in dags)
        {
            if (!dag.IsPaused && dag.Dag.Schedule is { IsPartitioned: false, Assets: { } expression } && happened.PartitionKey is null
                && expression.Leaves.Any(leaf => Concerns(leaf, happened.Asset, through) || IsAliasOf(leaf, happened.Asset)))
            {
                dag.Assets.Add(heard);
            }
        }
    }

    public IReadOnlyList<AssetEvent> Of(Asset asset) => [.. _events.Where(heard => heard.Event.Asset.Equals(asset)).Select(heard => heard.Event)];

    private bool IsAliasOf(AssetExpression leaf, Asset asset) =>
        leaf is AssetAlias alias && _aliases.TryGetValue(alias.Name, out HashSet<Asset>? known) && known.Contains(asset);
}
