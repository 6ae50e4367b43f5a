using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Windtunnel.Airflow.Protocol;

namespace Windtunnel.Airflow;

/// <summary>What stands behind a context on a real Airflow: every read and write is a request to the supervisor.</summary>
internal sealed class AirflowTaskHost(
    SupervisorChannel supervisor, StartupDetails startup, TaskRef task, TimeProvider time, ILogger log, SecretMask mask) : TaskHost
{
    private const string ResultKey = "return_value";

    private readonly Protocol.TaskInstance _self = startup.Ti;
    private readonly Dictionary<TaskRef, int?> _lengths = [];
    private readonly Mapping[] _mappings = ItemIndexes.MappingsOf(task);
    private Random? _random;

    public List<AssetAnnouncement> Announced { get; } = [];

    /// <summary>Repeated in the terminal message, which would erase it otherwise. Null: none was given.</summary>
    public string? LabelGiven { get; private set; }

    public override JsonSerializerOptions Json => task.Scope.Dag.JsonOptions;

    public override TimeProvider Time => time;

    public override ILogger Logger => log;

    public override Random Random => _random ??= new Random(BitConverter.ToInt32(SHA256.HashData(
        Encoding.UTF8.GetBytes($"{_self.DagId}\n{_self.RunId}\n{_self.TaskId}\n{_self.MapIndex}\n{_self.TryNumber}"))));

    public override object? ResumedWith { get; } = Resumption.Of(startup, task);

    public override IReadOnlyList<AssetEvent> TriggeringEvents =>
        [.. startup.TiContext.DagRun.ConsumedAssetEvents.Select(AssetEventReading.Of)];

    public override XComValue? ReadResult(TaskRef source) => Pull(source.Id, IndexOf(source), ResultKey);

    public override IReadOnlyList<XComValue> ReadResults(TaskRef source) => SharesGroup(source)
        ? ReadResult(source) is { } one ? [one] : []
        : PullAll(source.Id, ResultKey);

    public override int ItemIndex(Mapping mapping) => ItemIndexes.Of(_mappings, (int)_self.MapIndex, mapping, MapLength);

    public override int? MapLength(TaskRef source)
    {
        if (!_lengths.TryGetValue(source, out int? length))
        {
            length = source.IsMapped || source.Scope.IsInMappedGroup ? CountOf(source.Id, ResultKey) : ReadResult(source)?.Length;
            _lengths[source] = length;
        }

        return length;
    }

    public override XComValue? Pull(string taskId, int mapIndex, string key)
    {
        XComResult found = supervisor.Ask<XComResult>(new GetXCom
        {
            Key = Addressable(key),
            DagId = _self.DagId,
            RunId = _self.RunId,
            TaskId = taskId,
            MapIndex = mapIndex < 0 ? null : mapIndex,
        });
        return found.Value.IsMissingOrNull ? null : Read(found.Value);
    }

    public override IReadOnlyList<XComValue> PullAll(string taskId, string key)
    {
        XComSequenceSliceResult found = supervisor.Ask<XComSequenceSliceResult>(new GetXComSequenceSlice
        {
            Key = Addressable(key),
            DagId = _self.DagId,
            RunId = _self.RunId,
            TaskId = taskId,
            Start = null,
            Stop = null,
            Step = null,
        });
        return [.. found.Root.Select(Read)];
    }

    public override int PullCount(string taskId, string key) => CountOf(taskId, Addressable(key));

    public override XComValue? PullAt(string taskId, string key, int index)
    {
        try
        {
            return Read(supervisor.Ask<XComSequenceIndexResult>(new GetXComSequenceItem
            {
                Key = Addressable(key),
                DagId = _self.DagId,
                RunId = _self.RunId,
                TaskId = taskId,
                Offset = index,
            }).Root);
        }
        catch (SupervisorException e) when (e.Code == "XCOM_NOT_FOUND")
        {
            return null;
        }
    }

    /// <summary>One of them only: each of a thousand instances would read them all otherwise.</summary>
    public override XComValue? ReadResultAt(TaskRef source, int index) =>
        SharesGroup(source) ? ReadResults(source).ElementAtOrDefault(index) : PullAt(source.Id, ResultKey, index);

    public override void Push(string key, XComValue value) => Push(key, value, mappedLength: null);

    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <param name="mappedLength">How many instances will be made of it; null when nothing is mapped over it.</param>
    public void Push(string key, XComValue value, int? mappedLength)
    {
        if (ValueLimits.Check(value.Utf8) is { } problem)
        {
            throw new XComTypeException($"Task '{_self.TaskId}' cannot hand on the XCom '{key}'. {problem}");
        }

        supervisor.Ask(new SetXCom
        {
            Key = Addressable(key),
            Value = new(value.Utf8),
            DagId = _self.DagId,
            RunId = _self.RunId,
            TaskId = _self.TaskId,
            MapIndex = _self.MapIndex < 0 ? null : _self.MapIndex,
            MappedLength = mappedLength,
        });
    }

    /// <summary>As for a worker of Python, the environment comes before the server. The supervisor masks neither what it was not asked for
    /// nor what is secret inside a value.</summary>
    public override string? Variable(string key)
    {
        string? value = Environment.GetEnvironmentVariable($"AIRFLOW_VAR_{key.ToUpperInvariant()}")
            ?? Found<VariableResult>(new GetVariable { Key = Addressable(key) }, "VARIABLE_NOT_FOUND")?.Value;
        foreach (string secret in value is null ? [] : Secrets.InVariable(key, value))
        {
            MaskSecret(secret);
        }

        return value;
    }

    public override void SetVariable(string key, string value) =>
        supervisor.Ask(new PutVariable { Key = Addressable(key), Value = value, Description = null });

    public override void DeleteVariable(string key) => supervisor.Ask(new DeleteVariable { Key = Addressable(key) });

    public override KeptValues TaskState => new TaskStateValues(supervisor, _self.Id, time);

    public override KeptValues StateOf(Asset asset) => new AssetStateValues(supervisor, asset.Name);

    public override string TriggerDag(string dagId, DagRunRequest request) => DagRunAsking.Ask(supervisor, dagId, request, time);

    public override RunState? StateOfRun(string dagId, string runId) => DagRunAsking.StateOf(supervisor, dagId, runId);

    public override void Label(string label)
    {
        supervisor.Ask(new SetRenderedMapIndex { RenderedMapIndex = label });

        // Not one that was refused: it would have the end of the task refused too.
        LabelGiven = label;
    }

    /// <summary>The supervisor masks the password and the extra as a whole; what is secret inside the extra it is told.</summary>
    public override Connection? Connection(string id)
    {
        Connection? connection = Environment.GetEnvironmentVariable($"AIRFLOW_CONN_{id.ToUpperInvariant()}") is { } local
            ? Windtunnel.Connection.Parse(id, local)
            : Found<ConnectionResult>(new GetConnection { ConnId = Addressable(id) }, "CONNECTION_NOT_FOUND") is { } found ? Of(found)
            : null;
        foreach (string secret in connection is null ? [] : Secrets.In(connection))
        {
            MaskSecret(secret);
        }

        if (connection is not null)
        {
            // Tells whoever reads the log, AirflowTarget among them, what the task reached for.
            log.LogInformation("Connection Retrieved '{Connection}'.", id);
        }

        return connection;
    }

    public override Task DelayAsync(TimeSpan delay, CancellationToken cancellation) =>
        time is StandingClock standing ? standing.DelayAsync(delay, cancellation) : Task.Delay(delay, time, cancellation);

    public override void Count(string name, long value) => log.LogInformation("Counted {Counter}: {Value}.", name, value);

    /// <summary>The answer is waited for, so that no line that is written afterwards overtakes the request.</summary>
    public override void MaskSecret(string secret)
    {
        if (mask.Add(secret))
        {
            supervisor.Ask(new MaskSecret { Value = JsonText.Of(ParamValue.Of(secret).Json) });
        }
    }

    /// <summary>Of an extra that Airflow cannot hand back, no run that the event triggers could start.</summary>
    public override void Announce(Asset asset, AssetAlias? through, string? extraJson, string? partitionKey)
    {
        if (extraJson is not null && ValueLimits.Check(Encoding.UTF8.GetBytes(extraJson)) is { } problem)
        {
            throw new ArgumentException($"The extra of an event of the asset '{asset.Name}' cannot be sent. {problem}", nameof(extraJson));
        }

        Announced.Add(new(asset, through, extraJson, partitionKey));
    }

    public override IReadOnlyList<AssetEvent> EventsOf(Asset inlet) =>
    [
        .. supervisor.Ask<AssetEventsResult>(new GetAssetEventByAsset { Name = inlet.Name, Uri = inlet.Uri }).AssetEvents
            .Select(AssetEventReading.Of),
    ];

    private int CountOf(string taskId, string key) => (int)supervisor.Ask<XComCountResponse>(new GetXComCount
    {
        Key = key,
        DagId = _self.DagId,
        RunId = _self.RunId,
        TaskId = taskId,
    }).Len;

    private static XComValue Read(JsonText stored) => new(PythonValues.ToPlainJson(stored).Utf8);

    /// <summary>Airflow puts keys into a URL as they are: what follows these characters would be cut off.</summary>
    private static string Addressable(string key) => key.AsSpan().IndexOfAny('?', '#') < 0
        ? key
        : throw new ArgumentException($"The key '{key}' holds ? or #, where Airflow would cut it off. Choose another.", nameof(key));

    private static Connection Of(ConnectionResult found) => new()
    {
        Id = found.ConnId,
        Type = found.ConnType,
        Host = found.Host,
        Schema = found.Schema,
        Login = found.Login,
        Password = found.Password,
        Port = (int?)found.Port,
        Extra = found.Extra,
    };

    private T? Found<T>(Message request, string absence)
        where T : Message
    {
        try
        {
            return supervisor.Ask<T>(request);
        }
        catch (SupervisorException e) when (e.Code == absence)
        {
            return null;
        }
    }

    private int IndexOf(TaskRef source) => SharesGroup(source) ? (int)_self.MapIndex : -1;

    private bool SharesGroup(TaskRef source) =>
        task.Scope.InnermostMapped is { } group && source.Scope.InnermostMapped == group;
}
