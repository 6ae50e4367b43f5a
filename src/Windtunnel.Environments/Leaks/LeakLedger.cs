using System.Collections.Immutable;
using System.Globalization;

namespace Windtunnel.Environments;

/// <summary>Who of the tests that ran may have left what is there. It looks whenever an audit begins or ends, so that what arose between
/// two looks is of one of the tests that ran then:
/// <code>
/// look    1     2     3     4
/// A       |-----------|            what arises between 2 and 3 is of A or of B,
/// B             |-----------|      between 3 and 4 of B, before 1 or after 4 of nobody
/// </code></summary>
/// <param name="look">What there is now.</param>
internal sealed class LeakLedger(Func<IEnumerable<Trace>> look)
{
    private const int NamesTold = 5;

    private static readonly Lazy<LeakLedger> Shared = new(() => new(new Holdings().Now));

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Finding> _there = new(StringComparer.Ordinal);
    private ImmutableHashSet<LeakAudit> _running = [];
    private ImmutableArray<Trace> _noted = [];
    private ImmutableArray<string> _ignored = [];

    public static LeakLedger OfThisProcess => Shared.Value;

    /// <summary>Whether an audit of this process has begun.</summary>
    public static bool IsUsed => Shared.IsValueCreated;

    /// <summary>One that sees nothing.</summary>
    public static LeakLedger Blind { get; } = new(() => []);

    public bool HasRunning => !_running.IsEmpty;

    public void Ignore(string text)
    {
        lock (_gate)
        {
            _ignored = _ignored.Add(text);
        }
    }

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

    /// <summary>Remembers what was found where a look later would not find it. It is the leak of the caller's test, if that is
    /// known.</summary>
    public void Note(string sentence)
    {
        lock (_gate)
        {
            string key = string.Create(CultureInfo.InvariantCulture, $"note {_noted.Length}");
            _noted = _noted.Add(new(key, sentence));
            if (LeakAudit.Current is { } audit && _running.Contains(audit))
            {
                _there.Add(key, new(_noted[^1], [audit]));
            }
        }
    }

    /// <summary>What nobody else can have left.</summary>
    public ImmutableArray<string> LeaksOf(LeakAudit audit)
    {
        lock (_gate)
        {
            Look();
            return Sentences(FindingsOf(audit));
        }
    }

    /// <summary>Ends it with what was found at the last look, which is not told again.</summary>
    public ImmutableArray<string> Conclude(LeakAudit audit)
    {
        lock (_gate)
        {
            _running = _running.Remove(audit);
            Finding[] told = [.. FindingsOf(audit)];
            foreach (Finding finding in told)
            {
                _there[finding.Trace.Key] = finding with { IsTold = true };
            }

            return Sentences(told);
        }
    }

    /// <summary>What was left by tests that have all ended, and was told to none of them.</summary>
    public ImmutableArray<string> Untold()
    {
        lock (_gate)
        {
            Look();
            return
            [
                .. from found in _there.Values
                   where !found.IsTold && !found.Suspects.IsEmpty && !found.Suspects.Overlaps(_running)
                   let who = found.Suspects.Count == 1 ? "Test" : "One of the tests"
                   select $"{who} {Names(found.Suspects)} left behind: {found.Trace.Sentence}" into told
                   orderby told
                   select told,
            ];
        }
    }

    private IEnumerable<Finding> FindingsOf(LeakAudit audit) =>
        _there.Values.Where(found => !found.IsTold && found.Suspects.Count == 1 && found.Suspects.Contains(audit));

    private static string Names(ImmutableHashSet<LeakAudit> suspects)
    {
        string names = string.Join(", ", suspects.Select(audit => $"'{audit.Test}'").Order(StringComparer.Ordinal).Take(NamesTold));
        int others = suspects.Count - NamesTold;
        return others <= 0 ? names : string.Create(CultureInfo.InvariantCulture, $"{names} and {others} others");
    }

    private static ImmutableArray<string> Sentences(IEnumerable<Finding> findings) =>
        [.. findings.Select(found => found.Trace.Sentence).Order(StringComparer.Ordinal)];

    private void Look()
    {
        var now = look().Concat(_noted).Where(trace => !_ignored.Any(text => trace.Sentence.Contains(text, StringComparison.Ordinal)))
            .DistinctBy(trace => trace.Key).ToDictionary(trace => trace.Key, StringComparer.Ordinal);
        foreach ((string key, Finding known) in _there.Where(known => !now.ContainsKey(known.Key)).ToArray())
        {
            // Counts tremble: one more than a moment ago is nobody's if as many were so before.
            if (!(known.Trace.IsCounted && known.Suspects.IsEmpty))
            {
                _there.Remove(key);
            }
        }

        foreach ((string key, Trace trace) in now)
        {
            _there[key] = _there.TryGetValue(key, out Finding? known) ? known.SeenAgain(trace, _running) : new(trace, _running);
        }
    }

    private sealed record Finding(Trace Trace, ImmutableHashSet<LeakAudit> Suspects)
    {
        /// <summary>Whether a test was told that it left it.</summary>
        public bool IsTold { get; init; }

        public Finding SeenAgain(Trace trace, ImmutableHashSet<LeakAudit> running) => this with
        {
            Trace = trace,
            Suspects = trace.IsCounted && !IsTold && !Suspects.IsEmpty ? Suspects.Union(running) : Suspects,
        };
    }
}
