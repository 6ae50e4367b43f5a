using System.Text.Json;
using System.Text.Json.Nodes;
using Windtunnel.Engine;

namespace Windtunnel.Testing;

/// <summary>Runs one DAG in a world of the test's making: where its connections lead, when it starts, what it is triggered with. The
/// clock's start is the run's logical date too.</summary>
/// <remarks>Not thread-safe; runs of different tunnels do not influence one another. Disposing it disposes what was bound.</remarks>
public sealed class Tunnel : Surroundings<Tunnel>
{
    private readonly Dag _dag;
    private readonly JsonObject _conf = [];
    private IRunTarget _target = new EmbeddedEngine();

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
        RunRequest request = Around(new RunRequest { Conf = _conf.Count == 0 ? null : _conf.ToJsonString() });
        Run run = await _target.RunAsync(_dag, request, cancellation);
        string? finding = UnexpectedFinding() ?? (run.State == RunState.Success ? UnusedFinding(UsedIn(run)) : null);
        return finding is null ? run : throw RunAssertionException.Of(run, finding);
    }

    private static HashSet<string> UsedIn(Run run) =>
        run.Journal.OfType<ConnectionUsed>().Select(use => use.Connection).ToHashSet(StringComparer.Ordinal);

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
}
