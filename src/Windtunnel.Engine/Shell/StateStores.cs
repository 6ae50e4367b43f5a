using System.Runtime.CompilerServices;

namespace Windtunnel.Engine;

/// <summary>What bodies keep: for a task instance, from try to try; for an asset, for every task of the deployment.</summary>
internal sealed class StateStores(VirtualClock clock)
{
    private readonly ConditionalWeakTable<Row, KeptValues> _byRow = [];
    private readonly Dictionary<Asset, KeptValues> _byAsset = [];

    public KeptValues Of(Row row) => _byRow.GetValue(row, _ => new Store(clock, expires: true));

    public KeptValues Of(Asset asset)
    {
        lock (_byAsset)
        {
            return _byAsset.TryGetValue(asset, out KeptValues? store) ? store : _byAsset[asset] = new Store(clock, expires: false);
        }
    }

    /// <summary>An empty store of its own.</summary>
    public KeptValues New(bool expires) => new Store(clock, expires);

    private sealed class Store(VirtualClock clock, bool expires) : KeptValues
    {
        private readonly Dictionary<string, (XComValue Value, DateTimeOffset? Until)> _values = new(StringComparer.Ordinal);

        public override XComValue? Read(string key)
        {
            lock (_values)
            {
                return _values.TryGetValue(key, out var kept) && !(kept.Until <= clock.Now) ? kept.Value : null;
            }
        }

        public override void Write(string key, XComValue value, TimeSpan? keep)
        {
            if (keep is not null && !expires)
            {
                throw new NotSupportedException("What is kept for an asset does not expire. Leave the time out.");
            }

            lock (_values)
            {
                _values[key] = (value, clock.Now + keep);
            }
        }

        public override void Delete(string key)
        {
            lock (_values)
            {
                _values.Remove(key);
            }
        }

        public override void Clear()
        {
            lock (_values)
            {
                _values.Clear();
            }
        }
    }
}
