using System.Collections.Immutable;

namespace Windtunnel.Testing;

/// <summary>What a test puts around DAGs: where their connections lead, their variables, when the clock starts, and the seed.</summary>
/// <remarks>Not thread-safe. Disposing it disposes what was bound.</remarks>
/// <typeparam name="TSelf">What runs the DAGs, which each method returns.</typeparam>
public abstract partial class Surroundings<TSelf> : IAsyncDisposable
    where TSelf : Surroundings<TSelf>
{
    private readonly Dictionary<string, Binding> _bindings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ScriptedAnswer> _answers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _mayStayUnused = new(StringComparer.Ordinal);
    private DateTimeOffset _start = new World().StartingAt;
    private ulong? _seed;

    private protected Surroundings()
    {
    }

    private protected abstract TSelf Self { get; }

    /// <summary>Lets a connection lead where <paramref name="connection"/> does; its own id does not matter.</summary>
    public TSelf Bind(string id, Connection connection) => Bind(id, new FixedBinding(connection));

    /// <summary>Lets a connection lead where a text says, as Airflow writes it in <c>AIRFLOW_CONN_*</c>: a URI or JSON.</summary>
    /// <exception cref="FormatException">The text is neither.</exception>
    public TSelf Bind(string id, string connection) => Bind(id, Connection.Parse(id, connection));

    /// <summary>Lets an object stand in for the system: a body gets it by <see cref="Connection.As{T}"/>. It is not disposed.</summary>
    public TSelf Bind(string id, object standIn)
    {
        ArgumentNullException.ThrowIfNull(standIn);
        return Bind(id, new FixedBinding(new() { Id = id, Type = "double", Double = standIn }));
    }

    /// <summary>Binds a connection to something that is disposed of with the tunnel, e.g. a <see cref="TempDirectory"/>.</summary>
    /// <exception cref="ArgumentException">The connection is bound already.</exception>
    public TSelf Bind(string id, Binding binding)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        ArgumentNullException.ThrowIfNull(binding);
        RequireOpen();
        return _bindings.TryAdd(id, binding)
            ? Self
            : throw new ArgumentException($"Connection '{id}' is bound twice. Bind it once in a tunnel.", nameof(id));
    }

    /// <summary>Binds a connection to what a declaration makes for this tunnel, e.g. a service's database.</summary>
    /// <exception cref="ArgumentException">The connection is bound already.</exception>
    public TSelf Bind(string id, IBindable declaration)
    {
        ArgumentNullException.ThrowIfNull(declaration);
        return Bind(id, declaration.ToBinding());
    }

    /// <summary>What is bound to a connection, to look into it after a run: e.g. the <see cref="MailInbox"/> that an environment
    /// bound.</summary>
    /// <exception cref="ArgumentException">Nothing, or something else, is bound to it.</exception>
    public T Bound<T>(string id)
        where T : Binding => _bindings.GetValueOrDefault(id) as T
            ?? throw new ArgumentException(
                $"{(_bindings.TryGetValue(id, out Binding? other) ? $"A {other.GetType().Name}" : "Nothing")} is bound to "
                + $"connection '{id}', not a {typeof(T).Name}. Bound are: "
                + $"{string.Join(", ", _bindings.Keys.Order(StringComparer.Ordinal))}.",
                nameof(id));

    /// <summary>Binds an <c>fs</c> connection to a file or directory, which stays when the tunnel is disposed.</summary>
    public TSelf BindPath(string id, string path) => Bind(id, Connection.ToPath(id, Path.GetFullPath(path)));

    /// <summary>Lets runs succeed although nothing asked for these connections. Without it that is an error: a double that was never
    /// called proves nothing.</summary>
    public TSelf AllowUnused(params ReadOnlySpan<string> ids)
    {
        foreach (string id in ids)
        {
            _mayStayUnused.Add(id);
        }

        return Self;
    }

    public TSelf WithVariable(string key, string value)
    {
        RequireOpen();
        _variables[key] = value;
        return Self;
    }

    /// <summary>Lets a person answer whenever this task asks; its time counts from the question.</summary>
    /// <exception cref="ArgumentException">The task's answer is given already.</exception>
    public TSelf WithAnswer(string taskId, ScriptedAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        RequireOpen();
        return _answers.TryAdd(taskId, answer)
            ? Self
            : throw new ArgumentException($"Task '{taskId}' is answered twice. Answer it once in a tunnel.", nameof(taskId));
    }

    /// <summary>When the clock starts. Default: that of <see cref="World.StartingAt"/>.</summary>
    public TSelf StartingAt(DateTimeOffset instant)
    {
        RequireOpen();
        _start = instant;
        return Self;
    }

    /// <summary>The same from text such as <c>2026-01-01T03:00Z</c>; UTC where it names no offset.</summary>
    /// <exception cref="FormatException">It is not an instant.</exception>
    public TSelf StartingAt(string instant) => StartingAt(Instants.Parse(instant));

    /// <summary>Lets a seed decide every open choice. Default: the fixed order of the engine.</summary>
    public TSelf Seeded(ulong seed)
    {
        RequireOpen();
        _seed = seed;
        return Self;
    }

    /// <summary>Disposes what was bound, also when disposing some of it fails.</summary>
    /// <exception cref="AggregateException">Disposing something failed.</exception>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Stop();
        List<Exception> failures = [];
        foreach (Binding binding in _bindings.Values)
        {
            try
            {
                await binding.DisposeAsync();
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // The others must be disposed of too; all failures are thrown together.
                failures.Add(e);
            }
        }

        _bindings.Clear();
        if (failures.Count > 0)
        {
            throw new AggregateException("Not everything that was bound could be removed.", failures);
        }
    }

    /// <summary>Ends what may still use the bindings.</summary>
    private protected virtual void Stop()
    {
    }

    /// <summary>Throws when it is too late to change anything.</summary>
    private protected virtual void RequireOpen()
    {
    }

    /// <summary>Everything that was said, put into a request.</summary>
    private protected TWorld Around<TWorld>(TWorld request)
        where TWorld : World
    {
        _routes = BeginRoutes();
        return request with
        {
            StartingAt = _start,
            Seed = _seed,
            Connections = _bindings.ToImmutableDictionary(
                bound => bound.Key, bound => Routed(bound.Key, Guarded(bound.Value.Connect(bound.Key)))),
            Variables = _variables.ToImmutableDictionary(),
            Answers = _answers.ToImmutableDictionary(),
        };
    }

    /// <summary>What is bound to a connection; null: nothing.</summary>
    private protected Binding? Find(string id) => _bindings.GetValueOrDefault(id);

    /// <summary>The connection as bodies get it.</summary>
    private protected virtual Connection Guarded(Connection connection) => connection;

    /// <summary>The run with what is known of the systems around it.</summary>
    private protected Run Standing(Run run)
    {
        Fingerprint[] facts = [.. _bindings.Values.Select(binding => binding.Facts).Where(known => known.Facts.Count > 0)];
        return facts.Length == 0
            ? run
            : run.On(new Lazy<Fingerprint>(() => facts.Aggregate(run.Fingerprint ?? Fingerprint.Empty, (all, known) => all.With(known))));
    }

    internal bool IsBound(string id) => _bindings.ContainsKey(id);

    /// <summary>Null: it was given none.</summary>
    internal string? VariableOf(string key) => _variables.GetValueOrDefault(key);

    private protected bool MayStayUnused(string id) => _mayStayUnused.Contains(id);

    /// <summary>Says which of the bound connections are not among the used ones, or else what doubles and stages in front of them were
    /// there for and did not do; null: all did.</summary>
    /// <param name="used">The ids that tasks asked for.</param>
    private protected string? UnusedFinding(IReadOnlySet<string> used)
    {
        string[] unused = [.. _bindings.Keys.Where(id => !used.Contains(id) && !MayStayUnused(id))];
        return unused.Length == 0
            ? IdleFinding()
            : $"Every connection that is bound should be used, but no task asked for '{string.Join("', '", unused)}'. "
                + "Mend its id, or say .AllowUnused(id) if this run can do without it.";
    }
}
