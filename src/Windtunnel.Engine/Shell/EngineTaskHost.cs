using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Windtunnel.Engine;

/// <summary>What stands behind a context on the embedded engine.</summary>
internal sealed class EngineTaskHost(Simulation simulation, AttemptStint stint) : TaskHost
{
    private readonly Row _row = stint.Row;
    private readonly RunCore _run = stint.Row.Run;
    private TimeProvider? _time;
    private ILogger? _logger;
    private Random? _random;
    private List<AssetAnnouncement>? _announced;
    private HashSet<string>? _connections;

    public override JsonSerializerOptions Json => _run.Plan.Dag.JsonOptions;

    public override TimeProvider Time => _time ??= new WaiterTime(simulation.Clock, stint);

    public override bool IsOver => stint.IsOver;

    public override ILogger Logger => _logger ??= new JournalLogger(Log);

    public override Random Random => _random ??= Draw();

    public override object? ResumedWith { get; } = stint.Row.Parking?.ResumedWith;

    public override IReadOnlyList<AssetEvent> TriggeringEvents => _run.TriggeringEvents;

    public IReadOnlyList<AssetAnnouncement> Announced => _announced ?? [];

    public override IDisposable HoldClock() => stint.Hold();

    public override XComValue? ReadResult(TaskRef source)
    {
        TaskPlan plan = _run.Plan[source];
        return _row.Task.CommonGroups(plan) > 0
            ? Relevance.Rows(_run, _row, plan).FirstOrDefault()?.Result
            : _run.Of(plan).Single?.Result;
    }

    public override IReadOnlyList<XComValue> ReadResults(TaskRef source)
    {
        TaskPlan plan = _run.Plan[source];
        return _row.Task.CommonGroups(plan) > 0 ? XComStore.Results(Relevance.Rows(_run, _row, plan)) : XComStore.Results(_run.Of(plan));
    }

    public override int ItemIndex(Mapping mapping) => ItemIndexes.Of(_row.Task.Mappings, _row.MapIndex, mapping, _run.LengthOf);

    public override int? MapLength(TaskRef source) => _run.LengthOf(source);

    public override XComValue? Pull(string taskId, int mapIndex, string key) =>
        Read(taskId) is { } rows ? XComStore.Find(rows.At(mapIndex), key) : null;

    public override IReadOnlyList<XComValue> PullAll(string taskId, string key) =>
        Read(taskId) is { } rows ? [.. rows.All.Select(row => XComStore.Find(row, key)).OfType<XComValue>()] : [];

    public override void Push(string key, XComValue value)
    {
        lock (_run)
        {
            _run.Now = simulation.Clock.Now;
            XComStore.Push(_run, _row, key, value);
        }
    }

    public override string? Variable(string key)
    {
        simulation.Touch(_row, ResourceKind.Variable, key);
        return simulation.Variables.GetValueOrDefault(key);
    }

    public override void SetVariable(string key, string value)
    {
        simulation.Touch(_row, ResourceKind.Variable, key);
        simulation.SetVariable(key, value);
    }

    public override void DeleteVariable(string key) => simulation.Variables.Remove(key);

    public override KeptValues TaskState => simulation.Kept.Of(_row);

    public override KeptValues StateOf(Asset asset) => simulation.Kept.Of(asset);

    public override string TriggerDag(string dagId, DagRunRequest request) => TriggeredRuns.Create(simulation, dagId, request);

    public override RunState? StateOfRun(string dagId, string runId) => simulation.Core.Find(dagId).Find(runId)?.State;

    public override void Label(string label)
    {
        lock (_run)
        {
            _run.Journal.Append(new TaskLabeled
            {
                At = simulation.Clock.Now,
                Task = _row.Task.Id,
                MapIndex = _row.MapIndex,
                Try = _row.Try,
                Label = label,
            });
        }
    }

    public override Connection? Connection(string id)
    {
        lock (_run)
        {
            if ((_connections ??= new(StringComparer.Ordinal)).Add(id))
            {
                simulation.Touch(_row, ResourceKind.Connection, id);
                _run.Journal.Append(new ConnectionUsed
                {
                    At = simulation.Clock.Now,
                    Task = _row.Task.Id,
                    MapIndex = _row.MapIndex,
                    Try = _row.Try,
                    Connection = id,
                });
            }
        }

        return simulation.World.Connections.GetValueOrDefault(id);
    }

    public override Task DelayAsync(TimeSpan delay, CancellationToken cancellation) => WaiterTime.DelayAsync(Time, delay, cancellation);

    public override void Count(string name, long value)
    {
        lock (_run)
        {
            _run.Journal.Append(new CountRecorded
            {
                At = simulation.Clock.Now,
                Task = _row.Task.Id,
                MapIndex = _row.MapIndex,
                Try = _row.Try,
                Name = name,
                Value = value,
            });
        }
    }

    public override void MaskSecret(string secret) => simulation.Mask(secret);

    public override string Mask(string text) => simulation.Masked(text);

    public override void FaultApplied(string connection, string fault, string call)
    {
        lock (_run)
        {
            _run.Journal.Append(new FaultApplied
            {
                At = simulation.Clock.Now,
                Task = _row.Task.Id,
                MapIndex = _row.MapIndex,
                Try = _row.Try,
                Connection = connection,
                Fault = fault,
                Call = call,
            });
        }
    }

    public override void Announce(Asset asset, AssetAlias? through, string? extraJson, string? partitionKey) =>
        (_announced ??= []).Add(new(asset, through, extraJson, partitionKey));

    public override IReadOnlyList<AssetEvent> EventsOf(Asset inlet) => simulation.Core.EventsOf(inlet);

    private Random Draw()
    {
        simulation.Touch(_row, ResourceKind.Chance, _row.Task.Id);
        return simulation.Chance.ForBody(_row);
    }

    /// <summary>The rows of a task by id, whether or not it is upstream; null when there is no such task.</summary>
    private TaskRows? Read(string taskId)
    {
        simulation.Touch(_row, ResourceKind.XCom, taskId);
        return _run.Find(taskId);
    }

    private void Log(string level, string message, TaskError? error)
    {
        lock (_run)
        {
            _run.Journal.Append(new TaskLogged
            {
                At = simulation.Clock.Now,
                Task = _row.Task.Id,
                MapIndex = _row.MapIndex,
                Try = _row.Try,
                Level = level,
                Message = message,
                Error = error,
            });
        }
    }
}
