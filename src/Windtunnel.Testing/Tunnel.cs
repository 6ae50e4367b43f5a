using Windtunnel.Airflow.Target;
using Windtunnel.Engine;

namespace Windtunnel.Testing;

/// <summary>Runs one DAG in a world of the test's making: where its connections lead, when it starts, what it is triggered with. The
/// clock's start is the run's logical date too.</summary>
/// <remarks>Not thread-safe; runs of different tunnels do not influence one another. Disposing it disposes what was bound.</remarks>
public sealed class Tunnel : Surroundings<Tunnel>
{
    private readonly Dag _dag;
    private readonly RunConf _conf = new();
    private IRunTarget _target = new EmbeddedEngine();
    private string? _order;

    private Tunnel(Dag dag) => _dag = dag.Build();

    private protected override Tunnel Self => this;

    /// <exception cref="DagException">The DAG is not valid.</exception>
    public static Tunnel For(Dag dag)
    {
        ArgumentNullException.ThrowIfNull(dag);
        return new(dag);
    }

    /// <summary>Several DAGs side by side, whose runs their schedules and assets create.</summary>
    /// <exception cref="DagException">A DAG is not valid.</exception>
    public static TunnelWorld World(params ReadOnlySpan<Dag> dags) => new(dags);

    /// <summary>The conf that the run is triggered with, as the text of a JSON object. Params of the same names take its values.</summary>
    /// <exception cref="ArgumentException">It is not a JSON object.</exception>
    public Tunnel WithConf(string json)
    {
        _conf.Add(json);
        return this;
    }

    /// <summary>Sets one param for the run, as its conf would.</summary>
    public Tunnel WithParam<T>(string name, T value)
    {
        _conf.Set(name, value);
        return this;
    }

    /// <summary>Repeats an order that an exploration reported. Default: the seed decides.</summary>
    public Tunnel InOrder(string order)
    {
        ArgumentException.ThrowIfNullOrEmpty(order);
        _order = order;
        return this;
    }

    /// <summary>What runs the DAG. Default: the embedded engine.</summary>
    public Tunnel Against(IRunTarget target)
    {
        _target = target;
        return this;
    }

    /// <summary>Starts what is bound and runs the DAG once. A second call runs it again in what the first left behind.</summary>
    /// <returns>What happened, whether the run succeeded or failed.</returns>
    /// <exception cref="RunAssertionException">The run succeeded, but a connection, a double or a fault was not used; or a double met a
    /// call that it was not prepared for.</exception>
    /// <exception cref="InvalidOperationException">Something stands in front of a connection that is not bound.</exception>
    public async Task<Run> RunAsync(CancellationToken cancellation = default)
    {
        await StartAsync(cancellation);
        Run run = Standing(await _target.RunAsync(_dag, Request(), cancellation));
        RequireUse([run]);
        return run;
    }

    /// <summary>Runs the DAG in every order that a deployment leaves open, where that takes no more than so many runs, and under so many
    /// seeds.</summary>
    /// <param name="runs">How many seeds are tried, and how many runs the search through all orders may take at most.</param>
    /// <param name="before">Called before each run, to put back what earlier runs left in the things that are bound. Null: nothing is
    /// left.</param>
    /// <param name="cancellation">Ends the exploration without a result.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="runs"/> is less than 1.</exception>
    /// <exception cref="InvalidOperationException">The tunnel runs against something else than the embedded engine, or a run could not be
    /// repeated.</exception>
    /// <exception cref="RunAssertionException">All runs succeeded, but a connection, a double or a fault was not used; or a double met a
    /// call that it was not prepared for.</exception>
    public async Task<Exploration> ExploreAsync(int runs, Action? before = null, CancellationToken cancellation = default)
    {
        EmbeddedEngine engine = _target as EmbeddedEngine ?? throw new InvalidOperationException(
            $"The tunnel runs against {_target.GetType().Name}, whose order nobody can choose. Explore on the embedded engine.");
        await StartAsync(cancellation);
        Exploration found = await engine.ExploreAsync(_dag, RequestAnew, runs, cancellation);
        RequireUse([.. found.Outcomes.Select(outcome => outcome.Run)]);
        return found;

        RunRequest RequestAnew()
        {
            before?.Invoke();
            return Request();
        }
    }

    internal bool HasParam(string name) => _conf.Has(name);

    private RunRequest Request() =>
        Around(new RunRequest { Conf = _conf.ToJson(), Order = _order });

    /// <summary>A run that failed may have failed before it asked for anything.</summary>
    private void RequireUse(Run[] runs)
    {
        string? finding = UnexpectedFinding() ?? (Array.TrueForAll(runs, run => run.State == RunState.Success) ? UnusedIn(runs) : null);
        if (finding is not null)
        {
            throw RunAssertionException.Of(runs[^1], finding);
        }
    }

    /// <summary>A deployment may not tell what its tasks asked for; what doubles were called for they know themselves.</summary>
    private string? UnusedIn(Run[] runs) => runs.Any(run => run.Findings.Any(finding => finding.Code == RunJournal.NotTold))
        ? IdleFinding()
        : UnusedFinding(runs.SelectMany(UsedIn).ToHashSet(StringComparer.Ordinal));

    private static IEnumerable<string> UsedIn(Run run) => run.Journal.OfType<ConnectionUsed>().Select(use => use.Connection);
}
