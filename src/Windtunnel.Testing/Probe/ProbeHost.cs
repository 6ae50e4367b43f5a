using System.Text.Json;
using Microsoft.Extensions.Logging;
using Windtunnel.Engine;

namespace Windtunnel.Testing;

/// <summary>What stands behind the context of a probed body: what the test gave, and nothing else.</summary>
internal sealed class ProbeHost(ProbeRun run, ProbeStint stint) : TaskHost
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _connections = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _variables = new(run.World.Variables, StringComparer.Ordinal);
    private readonly Dictionary<string, XComValue> _pushed = new(StringComparer.Ordinal);
    private readonly Dictionary<Asset, KeptValues> _ofAssets = [];

    public override JsonSerializerOptions Json => run.Task.Scope.Dag.JsonOptions;

    public override TimeProvider Time => field ??= new WaiterTime(run.Clock, stint);

    public override bool IsOver => stint.IsOver;

    public override ILogger Logger => field ??= new JournalLogger((level, message, error) =>
        Append(new TaskLogged { At = run.Clock.Now, Task = run.Task.Id, Level = level, Message = message, Error = error }));

    public override Random Random => field ??= new Pcg(
        Chance.Mix((run.World.Seed ?? 0) ^ Chance.Hash(run.Info.RunId)) ^ (((ulong)(uint)run.Place.MapIndex << 32) | (uint)run.Place.Try),
        Chance.Hash(run.Task.Id));

    public override object? ResumedWith => run.Place.ResumedWith;

    public override IReadOnlyList<AssetEvent> TriggeringEvents => run.Given.Triggering
        ?? throw run.NotGiven("the asset events that triggered the run", ".TriggeredBy(...), empty if none did");

    public override IDisposable HoldClock() => stint.Hold();

    public override XComValue? ReadResult(TaskRef source)
    {
        int mapIndex = source.Scope.IsInMappedGroup ? run.Place.MapIndex : -1;
        return run.Given.TryFind(new(source.Id, mapIndex, XComKeys.Result), out XComValue? value)
            || run.Given.TryFind(new(source.Id, -1, XComKeys.Result), out value)
            ? value
            : throw run.NotGiven($"the result of '{source.Id}'", $".WithResult(\"{source.Id}\", ...), or .WithoutResult(\"{source.Id}\")");
    }

    public override IReadOnlyList<XComValue> ReadResults(TaskRef source) => run.Given.All(source.Id, XComKeys.Result)
        ?? throw run.NotGiven($"the results of '{source.Id}'", $".WithResults(\"{source.Id}\", ...)");

    public override int ItemIndex(Mapping mapping) =>
        ItemIndexes.Of(ItemIndexes.MappingsOf(run.Task), run.Place.MapIndex, mapping, MapLength);

    public override int? MapLength(TaskRef source) => source.IsMapped || source.Scope.IsInMappedGroup
        ? ReadResults(source).Count
        : ReadResult(source)?.Length;

    public override XComValue? Pull(string taskId, int mapIndex, string key)
    {
        if (taskId == run.Task.Id && mapIndex == run.Place.MapIndex && _pushed.TryGetValue(key, out XComValue? own))
        {
            return own;
        }

        string index = mapIndex < 0 ? "" : $", mapIndex: {mapIndex}";
        return run.Given.TryFind(new(taskId, mapIndex, key), out XComValue? value)
            ? value
            : throw run.NotGiven(
                $"the XCom '{key}' of '{taskId}'{(mapIndex < 0 ? "" : $" at map index {mapIndex}")}",
                $".WithXCom(\"{taskId}\", \"{key}\", ...{index}), or .WithoutXCom(\"{taskId}\", \"{key}\"{index})");
    }

    public override IReadOnlyList<XComValue> PullAll(string taskId, string key) => run.Given.All(taskId, key)
        ?? throw run.NotGiven($"all XComs '{key}' of '{taskId}'", $".WithXCom(\"{taskId}\", \"{key}\", ..., mapIndex: 0)");

    public override void Push(string key, XComValue value)
    {
        lock (_lock)
        {
            _pushed[key] = value;
        }

        Append(new XComPushed { At = run.Clock.Now, Task = run.Task.Id, Key = key, Value = value.ToString() });
    }

    public override string? Variable(string key) => _variables.TryGetValue(key, out string? value) ? value
        : run.Given.MissingVariables.Contains(key) ? null
        : throw run.NotGiven($"the variable '{key}'", $".WithVariable(\"{key}\", ...), or .WithoutVariable(\"{key}\")");

    public override void SetVariable(string key, string value)
    {
        foreach (string secret in Secrets.InVariable(key, value))
        {
            run.Mask.Add(secret);
        }

        _variables[key] = value;
        run.SetVariables[key] = value;
    }

    public override void DeleteVariable(string key)
    {
        _variables.Remove(key);
        run.Given.MissingVariables.Add(key);
    }

    public override KeptValues TaskState => field ??= new ProbeKept(run, "this task kept", ".WithKept(", run.Given.Kept, expires: true);

    public override KeptValues StateOf(Asset asset) => _ofAssets.TryGetValue(asset, out KeptValues? kept)
        ? kept
        : _ofAssets[asset] = new ProbeKept(
            run,
            $"is kept for the asset '{asset.Name}'",
            ".WithKeptFor(asset, ",
            run.Given.KeptFor.GetValueOrDefault(asset) ?? [],
            expires: false);

    public override string TriggerDag(string dagId, DagRunRequest request)
    {
        string runId = request.RunId ?? $"manual__{(request.LogicalDate ?? run.Clock.Now).UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'+00:00'}";
        run.TriggeredRuns.Add(new(dagId, request with { RunId = runId }));
        return runId;
    }

    public override RunState? StateOfRun(string dagId, string runId) => run.Given.RunStates.TryGetValue((dagId, runId), out RunState? state)
        ? state
        : throw run.NotGiven(
            $"the state of the run '{runId}' of Dag '{dagId}'", $".WithRun(\"{dagId}\", \"{runId}\", ...), null if there is none");

    public override void Label(string label) => Append(new TaskLabeled { At = run.Clock.Now, Task = run.Task.Id, Label = label });

    public override Connection? Connection(string id)
    {
        bool isFirst;
        lock (_lock)
        {
            isFirst = _connections.Add(id);
        }

        if (isFirst)
        {
            Append(new ConnectionUsed { At = run.Clock.Now, Task = run.Task.Id, Connection = id });
        }

        return run.World.Connections.GetValueOrDefault(id) ?? throw run.NotGiven($"the connection '{id}'", $".Bind(\"{id}\", ...)");
    }

    public override Task DelayAsync(TimeSpan delay, CancellationToken cancellation) => WaiterTime.DelayAsync(Time, delay, cancellation);

    public override void Count(string name, long value) =>
        Append(new CountRecorded { At = run.Clock.Now, Task = run.Task.Id, Name = name, Value = value });

    public override void MaskSecret(string secret) => run.Mask.Add(secret);

    public override string Mask(string text) => run.Mask.Apply(text);

    public override void FaultApplied(string connection, string fault, string call) =>
        Append(new FaultApplied { At = run.Clock.Now, Task = run.Task.Id, Connection = connection, Fault = fault, Call = call });

    public override void Announce(Asset asset, AssetAlias? through, string? extraJson, string? partitionKey) => Append(new AssetEventEmitted
    {
        At = run.Clock.Now,
        Task = run.Task.Id,
        Name = asset.Name,
        Uri = asset.Uri,
        Extra = extraJson,
        PartitionKey = partitionKey,
    });

    public override IReadOnlyList<AssetEvent> EventsOf(Asset inlet) => run.Given.Events.GetValueOrDefault(inlet)
        ?? throw run.NotGiven($"the events of the asset '{inlet.Name}'", ".WithEventsOf(asset, ...), empty if there are none");

    private void Append(TaskEntry entry) => run.Append(entry with { MapIndex = run.Place.MapIndex, Try = run.Place.Try });
}
