using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Windtunnel.Engine;

namespace Windtunnel.Testing;

/// <summary>Runs one DAG in a world of the test's making: where its connections lead, when it starts, what it is triggered with.</summary>
/// <remarks>Not thread-safe; runs of different tunnels do not influence one another. Disposing it disposes what was bound.</remarks>
public sealed class Tunnel : IAsyncDisposable
{
    private readonly Dag _dag;
    private readonly Dictionary<string, Binding> _bindings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);
    private readonly HashSet<string> _mayStayUnused = new(StringComparer.Ordinal);
    private readonly JsonObject _conf = [];
    private IRunTarget _target = new EmbeddedEngine();
    private RunRequest _request = new();

    private Tunnel(Dag dag) => _dag = dag.Build();

    /// <exception cref="DagException">The DAG is not valid.</exception>
    public static Tunnel For(Dag dag)
    {
        ArgumentNullException.ThrowIfNull(dag);
        return new(dag);
    }

    /// <summary>Lets a connection lead where <paramref name="connection"/> does; its own id does not matter.</summary>
    public Tunnel Bind(string id, Connection connection) => Bind(id, new FixedBinding(connection));

    /// <summary>Lets a connection lead where a text says, as Airflow writes it in <c>AIRFLOW_CONN_*</c>: a URI or JSON.</summary>
    /// <exception cref="FormatException">The text is neither.</exception>
    public Tunnel Bind(string id, string connection) => Bind(id, Connection.Parse(id, connection));

    /// <summary>Lets an object stand in for the system: a body gets it by <see cref="Connection.As{T}"/>. It is not disposed.</summary>
    public Tunnel Bind(string id, object standIn)
    {
        ArgumentNullException.ThrowIfNull(standIn);
        return Bind(id, new FixedBinding(new() { Id = id, Type = "double", Double = standIn }));
    }

    /// <summary>Binds a connection to something that the tunnel disposes of, e.g. a <see cref="TempDirectory"/>.</summary>
    /// <exception cref="ArgumentException">The connection is bound already.</exception>
    public Tunnel Bind(string id, Binding binding)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        ArgumentNullException.ThrowIfNull(binding);
        return _bindings.TryAdd(id, binding)
            ? this
            : throw new ArgumentException($"Connection '{id}' is bound twice. Bind it once in a tunnel.", nameof(id));
    }

    /// <summary>Binds an <c>fs</c> connection to a file or directory, which stays when the tunnel is disposed.</summary>
    public Tunnel BindPath(string id, string path) => Bind(id, Connection.ToPath(id, Path.GetFullPath(path)));

    /// <summary>Lets a run succeed although nothing asked for these connections. Without it that is an error: a double that was never
    /// called proves nothing.</summary>
    public Tunnel AllowUnused(params ReadOnlySpan<string> ids)
    {
        foreach (string id in ids)
        {
            _mayStayUnused.Add(id);
        }

        return this;
    }

    public Tunnel WithVariable(string key, string value)
    {
        _variables[key] = value;
        return this;
    }

    /// <summary>The conf that the run is triggered with, as the text of a JSON object. Params of the same names take its values.</summary>
    /// <exception cref="ArgumentException">It is not a JSON object.</exception>
    public Tunnel WithConf(string json)
    {
        foreach ((string key, JsonNode? value) in ObjectFrom(json))
        {
            _conf[key] = value?.DeepClone();
        }

        return this;
    }

    /// <summary>Sets one param for the run, as its conf would.</summary>
    public Tunnel WithParam<T>(string name, T value)
    {
        _conf[name] = JsonSerializer.SerializeToNode(value);
        return this;
    }

    /// <summary>When the run's clock starts, which is its logical date too. Default: that of <see cref="World.StartingAt"/>.</summary>
    public Tunnel StartingAt(DateTimeOffset instant)
    {
        _request = _request with { StartingAt = instant };
        return this;
    }

    /// <summary>The same from text such as <c>2026-01-01T03:00Z</c>; UTC where it names no offset.</summary>
    /// <exception cref="FormatException">It is not an instant.</exception>
    public Tunnel StartingAt(string instant) =>
        StartingAt(DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));

    /// <summary>Lets a seed decide every open choice. Default: the fixed order of the engine.</summary>
    public Tunnel Seeded(ulong seed)
    {
        _request = _request with { Seed = seed };
        return this;
    }

    /// <summary>What runs the DAG. Default: the embedded engine.</summary>
    public Tunnel Against(IRunTarget target)
    {
        _target = target;
        return this;
    }

    /// <summary>Runs the DAG once. A second call runs it again in what the first left behind.</summary>
    /// <returns>What happened, whether the run succeeded or failed.</returns>
    /// <exception cref="RunAssertionException">The run succeeded, but nothing asked for a connection that was bound.</exception>
    public async Task<Run> RunAsync(CancellationToken cancellation = default)
    {
        Run run = await _target.RunAsync(_dag, Request(), cancellation);
        if (run.State == RunState.Success)
        {
            RequireUse(run);
        }

        return run;
    }

    /// <summary>Disposes what was bound, also when disposing some of it fails.</summary>
    /// <exception cref="AggregateException">Disposing something failed.</exception>
    public async ValueTask DisposeAsync()
    {
        List<Exception> failures = [];
        foreach (Binding binding in _bindings.Values)
        {
            try
            {
                await binding.DisposeAsync();
            }
            catch (IOException e)
            {
                failures.Add(e);
            }
        }

        _bindings.Clear();
        if (failures.Count > 0)
        {
            throw new AggregateException("Not everything that was bound could be removed.", failures);
        }
    }

    private static JsonObject ObjectFrom(string conf)
    {
        JsonException? unreadable = null;
        try
        {
            if (JsonNode.Parse(conf) is JsonObject found)
            {
                return found;
            }
        }
        catch (JsonException e)
        {
            unreadable = e;
        }

        throw new ArgumentException(
            $"The conf is '{conf}', which is not a JSON object. Give one, e.g. {{\"limit\": 3}}.", nameof(conf), unreadable);
    }

    private RunRequest Request() => _request with
    {
        Conf = _conf.Count == 0 ? null : _conf.ToJsonString(),
        Connections = _bindings.ToImmutableDictionary(bound => bound.Key, bound => bound.Value.Connect(bound.Key)),
        Variables = _variables.ToImmutableDictionary(),
    };

    private void RequireUse(Run run)
    {
        HashSet<string> used = [.. run.Journal.OfType<ConnectionUsed>().Select(use => use.Connection)];
        string[] unused = [.. _bindings.Keys.Where(id => !used.Contains(id) && !_mayStayUnused.Contains(id))];
        if (unused.Length > 0)
        {
            throw RunAssertionException.Of(
                run,
                $"Every connection that is bound should be used, but no task asked for '{string.Join("', '", unused)}'. "
                + "Mend its id, or say .AllowUnused(id) if this run can do without it.");
        }
    }
}
