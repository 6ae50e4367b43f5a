namespace Windtunnel.Testing;

/// <content>What stands between the bodies and what is bound.</content>
public abstract partial class Surroundings<TSelf>
{
    private readonly Dictionary<string, List<Stage>> _stages = new(StringComparer.Ordinal);
    private Dictionary<string, Route> _routes = [];

    /// <summary>Puts a fault in front of a connection. What is put there later stands nearer to the bodies.</summary>
    public TSelf Disturb(string id, Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return Through(id, new FaultStage(fault));
    }

    /// <summary>Puts a fault of a disk in front of a connection whose bodies use the <c>Files()</c> hook.</summary>
    public TSelf Disturb(string id, DiskFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return Through(id, new DiskFaultStage(fault));
    }

    /// <summary>Has something keep the calls that pass this place in front of a connection, e.g. a <see cref="Recording"/>.</summary>
    public TSelf Record(string id, Stage recorder) => Through(id, recorder);

    /// <summary>Counts the calls that pass this place in front of a connection. Each task gets the counts <c>id.calls</c> and, if some
    /// failed, <c>id.errors</c>.</summary>
    public TSelf Meter(string id) => Through(id, new Meter());

    /// <summary>Puts a stage of your own in front of a connection.</summary>
    public TSelf Through(string id, Stage stage)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        ArgumentNullException.ThrowIfNull(stage);
        RequireOpen();
        if (!_stages.TryGetValue(id, out List<Stage>? stages))
        {
            _stages[id] = stages = [];
        }

        stages.Add(stage);
        return Self;
    }

    /// <summary>Starts what is bound.</summary>
    private protected async Task StartAsync(CancellationToken cancellation)
    {
        foreach (Binding binding in _bindings.Values)
        {
            await binding.StartAsync(cancellation);
        }
    }

    private Connection Routed(string id, Connection connection) => connection with { Route = _routes.GetValueOrDefault(id) };

    private Dictionary<string, Route> BeginRoutes() =>
        _stages.Keys.FirstOrDefault(id => !_bindings.ContainsKey(id)) is { } unbound
            ? throw new InvalidOperationException(
                $"Something stands in front of connection '{unbound}', which is not bound. Bind it, or mend its id.")
            : _stages.ToDictionary(
                at => at.Key,
                at => new Route([.. at.Value.Select((stage, i) => stage.Begin(new(at.Key, i, _seed ?? 0, _start)))]),
                StringComparer.Ordinal);

    /// <summary>Says what doubles and stages met and were not there for; null: nothing.</summary>
    private protected string? UnexpectedFinding() => Joined(
    [
        .. _bindings.Values.SelectMany(binding => binding.Unexpected),
        .. _routes.Values.SelectMany(route => route.Stages).SelectMany(stage => stage.Unexpected),
    ]);

    /// <summary>Says what was prepared and proved nothing; null: all was used.</summary>
    private protected string? IdleFinding() => Joined(
    [
        .. _bindings.Where(bound => !MayStayUnused(bound.Key)).SelectMany(bound => bound.Value.Unused),
        .. _routes.Where(route => !MayStayUnused(route.Key)).SelectMany(route => route.Value.Stages).SelectMany(stage => stage.Unused),
    ]);

    private static string? Joined(string[] findings) => findings.Length == 0 ? null : string.Join('\n', findings);
}
