namespace Windtunnel.Testing;

/// <summary>What a world remembers of runs that ended, whether they are kept or not.</summary>
internal sealed class WorldRecord
{
    private const int MostNamed = 10;

    private readonly Dictionary<(string DagId, string RunId), Run> _unsuccessful = [];
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    /// <summary>Told of each run that ended.</summary>
    public event Action<Run>? RunEnded;

    /// <summary>How often a run ended.</summary>
    public int Count { get; private set; }

    /// <summary>The first run that did not end as success, and was not cleared and succeeded since; null: none.</summary>
    public Run? FirstUnsuccessful => _unsuccessful.Values.FirstOrDefault();

    /// <summary>The ids of connections that tasks asked for.</summary>
    public IReadOnlySet<string> UsedConnections => _used;

    public void Add(Run run)
    {
        Count++;
        _used.UnionWith(run.Journal.OfType<ConnectionUsed>().Select(use => use.Connection));
        if (run.Journal.OfType<RunEnded>().Last().State == RunState.Success)
        {
            _unsuccessful.Remove((run.DagId, run.RunId));
        }
        else
        {
            _unsuccessful[(run.DagId, run.RunId)] = run;
        }

        RunEnded?.Invoke(run);
    }

    /// <summary>Names runs and their states, for a message.</summary>
    public static string Found(IReadOnlyList<Run> runs) => runs.Count == 0
        ? "it has none"
        : $"it has {runs.Count}: {string.Join(", ", runs.Take(MostNamed).Select(Named))}{(runs.Count > MostNamed ? ", …" : "")}";

    private static string Named(Run run) => $"{run.RunId} ({run.State.ToString().ToLowerInvariant()})";
}
