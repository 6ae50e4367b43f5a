namespace Windtunnel.Engine;

/// <summary>All orders in which a run of one DAG may happen, visited depth first: every run follows a path of choices and leaves for later
/// what it did not choose.</summary>
/// <remarks>Orders are left out that lead nowhere else: those that differ only in what is independent, and those that come into a world
/// that was there before.</remarks>
internal sealed class OrderTree
{
    private readonly SharedResources _shared = new();
    private readonly Independence _independence;
    private readonly HashSet<string> _worlds = new(StringComparer.Ordinal);
    private readonly List<Fork> _path = [];
    private int _known;

    public OrderTree(DagPlan plan, DeploymentOptions options) => _independence = new(plan, _shared, options);

    /// <summary>Visit also orders that differ only in what is independent; for tests, which prove that those lead nowhere else.</summary>
    public bool TriesEverything { get; init; }

    /// <summary>True when no order is left to visit.</summary>
    public bool IsExhausted { get; private set; }

    /// <summary>Different worlds that were visited.</summary>
    public int Worlds => _worlds.Count;

    /// <summary>The id of a task whose body draws: its draws are not visited; null when none was seen to.</summary>
    public string? Draws => _shared.Draws;

    /// <summary>The next order; to be followed to its end.</summary>
    public ChosenOrder Next() => new TreeOrder(this);

    /// <summary>Goes back to the last fork with a way that was not taken.</summary>
    public void GoBack()
    {
        if (_shared.Version != _known)
        {
            // Bodies share more than was known: what was taken to be independent may not be.
            _known = _shared.Version;
            _path.Clear();
            _worlds.Clear();
            return;
        }

        while (_path.Count > 0 && ++_path[^1].Taken == _path[^1].Ways.Length)
        {
            _path.RemoveAt(_path.Count - 1);
        }

        IsExhausted = _path.Count == 0;
    }

    /// <summary>A point at which several steps are worth trying.</summary>
    private sealed class Fork(int[] ways)
    {
        public int[] Ways { get; } = ways;

        public int Taken { get; set; }
    }

    private sealed class TreeOrder(OrderTree tree) : ChosenOrder
    {
        private readonly Dictionary<string, string> _uses = new(StringComparer.Ordinal);
        private string _world = "";
        private RunCore? _run;
        private int _forks;

        public override void Touch(Row row, ResourceKind kind, string name)
        {
            tree._shared.Add(row.Task, kind, name);
            if (kind is ResourceKind.Connection or ResourceKind.Variable)
            {
                string resource = $"{kind} {name}";
                _uses[resource] = $"{_uses.GetValueOrDefault(resource)} {row}/{row.Try}";
            }
        }

        protected override int Choose(Scheduler core, DateTimeOffset now, IReadOnlyList<Step> steps)
        {
            RunCore? run = _run ??= core.Running is [var only, ..] ? only : null;
            if (run?.State is RunState.Success or RunState.Failed)
            {
                return 0;
            }

            string before = _world;
            _world = WorldText.Of(run, now, Reports, _uses);

            // A turn that found nothing to do leaves the world as it was, and is no reason to stop.
            if (_forks == tree._path.Count && !tree._worlds.Add(_world) && _world != before)
            {
                IsOver = true;
                return 0;
            }

            int[] ways = tree.TriesEverything ? [.. Enumerable.Range(0, steps.Count)] : tree._independence.Among(run, now, steps);
            if (ways.Length == 1)
            {
                return ways[0];
            }

            if (_forks == tree._path.Count)
            {
                tree._path.Add(new(ways));
            }

            Fork fork = tree._path[_forks++];
            return fork.Taken < ways.Length && ways.SequenceEqual(fork.Ways) ? ways[fork.Taken] : throw new InvalidOperationException(
                "A run went another way than before although everything was chosen alike: something outside the DAG remembers earlier "
                + "runs. Put it back before each run.");
        }
    }
}
