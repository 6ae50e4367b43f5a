using System.Collections.Immutable;

namespace Windtunnel.Environments;

/// <summary>Who can have left what is there. It looks whenever an audit begins or ends, so that what arose between two looks is of one of
/// the tests that ran then:
/// <code>
/// look    1     2     3     4
/// A       |-----------|            what arises between 2 and 3 is of A or of B,
/// B             |-----------|      between 3 and 4 of B, before 1 or after 4 of nobody
/// </code></summary>
/// <param name="look">What there is now: what is told of it, by a name that is never given again.</param>
internal sealed class LeakLedger(Func<IEnumerable<KeyValuePair<string, string>>> look)
{
    private static readonly Lazy<LeakLedger> Shared = new(() => new(new Holdings().Now));

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Finding> _there = new(StringComparer.Ordinal);
    private ImmutableList<LeakAudit> _running = [];

    public static LeakLedger OfThisProcess => Shared.Value;

    public void Begin(LeakAudit audit)
    {
        lock (_gate)
        {
            Look();
            _running = _running.Add(audit);
        }
    }

    public void End(LeakAudit audit)
    {
        lock (_gate)
        {
            if (_running.Contains(audit))
            {
                Look();
                _running = _running.Remove(audit);
            }
        }
    }

    /// <summary>What nobody else can have left.</summary>
    public ImmutableArray<string> LeaksOf(LeakAudit audit)
    {
        lock (_gate)
        {
            Look();
            return [.. Told(_there.Values.Where(found => found.Suspects is [var only] && only == audit)).Select(found => found.Sentence)];
        }
    }

    /// <summary>What one of several left that have all ended.</summary>
    public ImmutableArray<string> OfSeveral()
    {
        lock (_gate)
        {
            Look();
            return
            [
                .. Told(_there.Values.Where(found => found.Suspects.Count > 1 && !found.Suspects.Exists(_running.Contains)))
                    .Select(found => $"One of the tests {Names(found.Suspects)} left behind: {found.Sentence}"),
            ];
        }
    }

    private static IEnumerable<Finding> Told(IEnumerable<Finding> findings) =>
        findings.OrderBy(found => found.Sentence, StringComparer.Ordinal);

    private static string Names(ImmutableList<LeakAudit> suspects) =>
        string.Join(", ", suspects.Select(audit => $"'{audit.Test}'").Order(StringComparer.Ordinal));

    private void Look()
    {
        var now = look().ToDictionary(StringComparer.Ordinal);
        foreach (string gone in _there.Keys.Except(now.Keys).ToArray())
        {
            _there.Remove(gone);
        }

        foreach ((string name, string sentence) in now)
        {
            _there[name] = new(sentence, _there.TryGetValue(name, out Finding? known) ? known.Suspects : _running);
        }
    }

    private sealed record Finding(string Sentence, ImmutableList<LeakAudit> Suspects);
}
