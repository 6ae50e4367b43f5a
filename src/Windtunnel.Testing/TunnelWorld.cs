using Windtunnel.Engine;

namespace Windtunnel.Testing;

/// <summary>Several DAGs in a world of the test's making: their schedules and assets create the runs, and a script says what happens
/// around them at which instant.</summary>
/// <remarks>Not thread-safe. It opens, and its connections are bound, when it is first advanced or looked at.</remarks>
/// <example><code>
/// await using var world = Tunnel.World(load, publish)
///     .Bind("inbox", inbox).StartingAt("2026-01-01T00:00Z")
///     .At("2026-01-01T06:00Z").FileArrives(inbox, "orders.csv", "1,20\n");
/// await world.RunUntilIdleAsync();
/// world.Run("publish").ShouldSucceed();
/// </code></example>
public sealed class TunnelWorld : Surroundings<TunnelWorld>
{
    private readonly Dag[] _dags;
    private readonly List<(DateTimeOffset Instant, Action<Deployment> Act)> _script = [];
    private readonly List<Outage> _outages = [];
    private readonly WorldRecord _record = new();
    private DeploymentOptions? _options;
    private Deployment? _deployment;
    private DateTimeOffset _lastScripted = DateTimeOffset.MinValue;

    internal TunnelWorld(ReadOnlySpan<Dag> dags)
    {
        _dags = dags.ToArray();
        if (_dags.Length == 0)
        {
            throw new ArgumentException("The world was given no DAGs. Give it at least one.", nameof(dags));
        }

        Array.ForEach(_dags, dag => dag.Build());
    }

    /// <summary>The deployment that the DAGs are in: to trigger, clear, mark, pause, backfill or replace between two advances.</summary>
    /// <exception cref="InvalidOperationException">The world is not open, and something that is bound takes time to start.</exception>
    public Deployment Deployment => _deployment ??= OpenNow();

    /// <summary>The instant at which the clock stands.</summary>
    public DateTimeOffset Now => Deployment.Now;

    private protected override TunnelWorld Self => this;

    /// <summary>Pools, limits, and how many finished runs are kept. Default: Airflow's, and all.</summary>
    public TunnelWorld With(DeploymentOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        RequireOpen();
        _options = options;
        return this;
    }

    /// <summary>Looks at each run when it ends, e.g. where too many end to keep them all.</summary>
    public TunnelWorld WhenRunEnds(Action<Run> look)
    {
        ArgumentNullException.ThrowIfNull(look);
        _record.RunEnded += look;
        return this;
    }

    /// <summary>An instant at which something is to happen; what that is comes next. Of several things at one instant the one that was
    /// scripted first happens first, and all of them before what is due by schedule.</summary>
    /// <exception cref="ArgumentException">The world is under way and its clock has passed the instant.</exception>
    public ScriptedMoment At(DateTimeOffset instant) => _deployment is { Now: var now } && instant < now
        ? throw new ArgumentException(
            $"{instant.Text()} has passed: the world's clock stands at {now.Text()}. Take a later instant.", nameof(instant))
        : new(this, instant);

    /// <summary>The same from text such as <c>2026-01-01T03:00Z</c>; UTC where it names no offset.</summary>
    /// <exception cref="FormatException">It is not an instant.</exception>
    public ScriptedMoment At(string instant) => At(Instants.Parse(instant));

    /// <summary>Starts what is bound and opens the world, unless it is open. Every advance does so itself.</summary>
    public async Task OpenAsync(CancellationToken cancellation = default)
    {
        if (_deployment is null)
        {
            await StartAsync(cancellation);
            _deployment = Opened();
        }
    }

    /// <summary>Advances the clock to an instant; everything due until then happens. Judges nothing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The instant has passed.</exception>
    public async Task AdvanceToAsync(DateTimeOffset instant, CancellationToken cancellation = default)
    {
        await OpenAsync(cancellation);
        await Deployment.AdvanceToAsync(instant, cancellation);
    }

    /// <summary>The same from text such as <c>2026-01-01T03:00Z</c>; UTC where it names no offset.</summary>
    /// <exception cref="FormatException">It is not an instant.</exception>
    public Task AdvanceToAsync(string instant, CancellationToken cancellation = default) =>
        AdvanceToAsync(Instants.Parse(instant), cancellation);

    /// <summary>Advances the clock until the script is played out and no run is running or may start, and no later.</summary>
    /// <exception cref="RunAssertionException">All runs succeeded, but a connection that was bound was not used, or an outage was met by
    /// no task.</exception>
    public async Task RunUntilIdleAsync(CancellationToken cancellation = default)
    {
        await OpenAsync(cancellation);
        do
        {
            await AdvanceToAsync(_lastScripted > Now ? _lastScripted : Now, cancellation);
            await Deployment.RunToIdleAsync(cancellation);
        }
        while (_lastScripted > Now);

        RequireNothingUnexpected();
        if (_record.FirstUnsuccessful is null)
        {
            RequireUse();
        }
    }

    /// <summary>The runs of a DAG that are kept, in the order of creation.</summary>
    /// <exception cref="KeyNotFoundException">There is no such DAG.</exception>
    public IReadOnlyList<Run> Runs(string dagId) => Deployment.Runs(dagId);

    /// <summary>The only run of a DAG.</summary>
    /// <exception cref="RunAssertionException">It has none, or several.</exception>
    public Run Run(string dagId) => Runs(dagId) is [var only] ? only : throw WrongNumber(dagId, 1);

    /// <summary>The run of a DAG that has this id, or stands for this instant.</summary>
    /// <param name="dagId">The DAG's id.</param>
    /// <param name="run">A run id, or a logical date such as <c>2026-01-01T03:00Z</c>.</param>
    /// <exception cref="RunAssertionException">It has no such run.</exception>
    public Run Run(string dagId, string run) =>
        Runs(dagId).FirstOrDefault(candidate => candidate.RunId == run)
        ?? (Instants.TryParse(run) is { } date ? Runs(dagId).FirstOrDefault(candidate => candidate.LogicalDate == date) : null)
        ?? throw RunAssertionException.OfValue($"Dag '{dagId}' should have a run '{run}', but {WorldRecord.Found(Runs(dagId))}.");

    /// <summary>The run of a DAG that stands for an instant.</summary>
    /// <exception cref="RunAssertionException">It has no such run.</exception>
    public Run Run(string dagId, DateTimeOffset logicalDate) => Run(dagId, logicalDate.Text());

    /// <summary>Expects how many runs of a DAG there are, of those that are kept.</summary>
    /// <exception cref="RunAssertionException">There are more or fewer.</exception>
    public TunnelWorld ShouldHaveRuns(string dagId, int count) => Runs(dagId).Count == count ? this : throw WrongNumber(dagId, count);

    /// <summary>Expects that at least one run ended, that every run ended as success, and that all that was bound and scripted was met by
    /// a task.</summary>
    /// <exception cref="RunAssertionException">It is not so; the message shows the first run that is otherwise.</exception>
    public TunnelWorld ShouldSucceed()
    {
        Run? otherwise = _record.FirstUnsuccessful
            ?? _dags.SelectMany(dag => Runs(dag.Id)).FirstOrDefault(run => run.State != RunState.Success);
        otherwise?.ShouldSucceed();
        if (_record.Count == 0)
        {
            throw RunAssertionException.OfValue(
                $"At least one run should have ended by {Now.Text()}, but none did. Advance the world, or trigger a DAG.");
        }

        RequireUse();
        return this;
    }

    internal TunnelWorld Script(DateTimeOffset instant, Action<Deployment> act)
    {
        _lastScripted = instant > _lastScripted ? instant : _lastScripted;
        if (_deployment is null)
        {
            _script.Add((instant, act));
        }
        else
        {
            Enact(_deployment, instant, act);
        }

        return this;
    }

    internal TunnelWorld Script(Outage outage)
    {
        RequireOpen();
        if (_outages.Find(outage.Overlaps) is { } other)
        {
            throw new ArgumentException(
                $"The outages {outage} and {other} overlap. Make them one.", nameof(outage));
        }

        _outages.Add(outage);
        return Script(outage.From, _ => Find(outage.Connection)!.Leave()).Script(outage.Until, _ => Find(outage.Connection)!.Return());
    }

    private protected override void Stop() => _deployment?.Dispose();

    private protected override void RequireOpen()
    {
        if (_deployment is not null)
        {
            throw new InvalidOperationException(
                "The world is under way, and what surrounds it cannot change any more. Say it before the first advance.");
        }
    }

    private protected override Connection Guarded(Connection connection) =>
        Outage.Guard(connection, [.. _outages.Where(outage => outage.Connection == connection.Id)], () => Now);

    /// <summary>Opens it where that takes no waiting.</summary>
    private Deployment OpenNow()
    {
        Task started = StartAsync(CancellationToken.None);
        if (!started.IsCompleted)
        {
            throw new InvalidOperationException(
                "Something that is bound takes time to start. Await OpenAsync() before you look at the world.");
        }

        started.GetAwaiter().GetResult();
        return Opened();
    }

    private Deployment Opened()
    {
        if (_outages.Find(outage => Find(outage.Connection) is null) is { } nowhere)
        {
            throw new InvalidOperationException(
                $"Connection '{nowhere.Connection}' is to go away at {nowhere.From.Text()}, but it is not bound. Bind it, or mend its id.");
        }

        World world = Around(new World());
        var deployment = new Deployment(world, _options) { RunEnded = _record.Add };
        foreach (Dag dag in _dags)
        {
            deployment.Add(dag);
        }

        foreach ((DateTimeOffset instant, Action<Deployment> act) in _script)
        {
            if (instant < world.StartingAt)
            {
                throw new InvalidOperationException(
                    $"Something is to happen at {instant.Text()}, but the world's clock starts at {world.StartingAt.Text()}. "
                    + "Take a later instant.");
            }

            Enact(deployment, instant, act);
        }

        return deployment;
    }

    private static void Enact(Deployment deployment, DateTimeOffset instant, Action<Deployment> act) =>
        deployment.At(instant, () => act(deployment));

    private void RequireNothingUnexpected()
    {
        if (UnexpectedFinding() is { } finding)
        {
            throw RunAssertionException.OfValue(finding);
        }
    }

    private void RequireUse()
    {
        string? finding = UnusedFinding(_record.UsedConnections)
            ?? Outage.UnmetFinding(_outages.Where(outage => !MayStayUnused(outage.Connection)));
        if (finding is not null)
        {
            throw RunAssertionException.OfValue(finding);
        }
    }

    private Exception WrongNumber(string dagId, int expected) => RunAssertionException.OfValue(
        $"Dag '{dagId}' should have {expected} {(expected == 1 ? "run" : "runs")}, but {WorldRecord.Found(Runs(dagId))}.");
}
