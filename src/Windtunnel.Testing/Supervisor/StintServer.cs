using System.Text;
using Windtunnel.Airflow.Protocol;
using Windtunnel.Engine;

namespace Windtunnel.Testing.Supervisor;

/// <summary>The embedded engine in the place of Airflow's server, for one stint of a body: what the process asks is asked of the same host
/// that a body in this process would ask.</summary>
internal sealed class StintServer(AttemptStint stint) : TaskServer
{
    private const string Counted = "Counter";
    private const string Value = "Value";

    private readonly Row _row = stint.Row;

    /// <summary>The tasks that a branch or short circuit had skipped; null: none.</summary>
    public HashSet<string>? Skipped { get; private set; }

    /// <summary>What it leaves for children that are looked at later; null: nothing. The engine keeps it itself.</summary>
    public SkipMemory? Memory { get; private set; }

    /// <summary>The line in which the runtime said why the body ended as it did; null when there was none.</summary>
    public LogRecord? Reason { get; private set; }

    public override DateTimeOffset? Now => stint.Host.Time.GetUtcNow();

    private TaskHost Host => stint.Host;

    public override Reply Answer(Message request) => request switch
    {
        GetXCom get => new(new XComResult { Key = get.Key, Value = IsOwnRun(get.DagId, get.RunId) ? Text(Find(get)) : JsonText.Null }),
        GetXComCount count => new(new XComCountResponse { Len = All(count.DagId, count.RunId, count.TaskId, count.Key).Count }),
        GetXComSequenceItem item => Item(All(item.DagId, item.RunId, item.TaskId, item.Key), (int)item.Offset),
        GetXComSequenceSlice slice => new(new XComSequenceSliceResult
        {
            Root = Slices.Of(All(slice.DagId, slice.RunId, slice.TaskId, slice.Key), slice.Start, slice.Stop, slice.Step),
        }),
        SetXCom { Key: SkipMemory.Key } kept => Do(() => Memory = SkipMemory.Of(kept.Value.ToElement())),
        SetXCom set => Push(set),
        GetVariable get => Host.Variable(get.Key) is { } value
            ? new(new VariableResult { Key = get.Key, Value = value })
            : Reply.Absent("VARIABLE_NOT_FOUND"),
        PutVariable put => Do(() => Host.SetVariable(put.Key, put.Value ?? "")),
        DeleteVariable delete => Deleted(() => Host.DeleteVariable(delete.Key)),
        GetConnection get => Host.Connection(get.ConnId) is { } found ? new(Of(found)) : Reply.Absent("CONNECTION_NOT_FOUND"),
        MaskSecret mask => Do(() => Host.MaskSecret(mask.Value.ToElement().ToString())),
        GetAssetEventByAsset events => new(new AssetEventsResult { AssetEvents = AssetAnswers.Of(Host, events) }),
        ValidateInletsAndOutlets => new(new InactiveAssetsResult { InactiveAssets = [] }),
        GetTaskRescheduleStartDate => new(new TaskRescheduleStartDate { StartDate = _row.Parking?.FirstReschedule }),
        SkipDownstreamTasks skip => Do(() => Skipped = [.. skip.Tasks.ToElement().EnumerateArray().Select(AssetAnswers.TaskIn)]),
        CreateHITLDetailPayload asked => new(new HITLDetailRequestResult
        {
            TiId = asked.TiId,
            Options = asked.Options,
            Subject = asked.Subject,
        }),
        SucceedTask succeeded => Do(() => AssetAnswers.Announce(Host, _row.Task.Spec, succeeded)),
        SetRenderedMapIndex label => Do(() => Host.Label(label.RenderedMapIndex)),
        DeleteXCom or SetRenderedFields => Reply.Done,
        _ when TaskEnding.IsEnding(request) => Reply.Done,
        _ => StoreAnswers.Of(Host, request) ?? Reply.Refused(501, $"The embedded engine does not serve {request.Type}."),
    };

    public override Task DelayAsync(TimeSpan delay, CancellationToken cancellation) => stint.Host.DelayAsync(delay, cancellation);

    public override void Log(LogRecord record)
    {
        if (record.Field(Counted) is { } counter && long.TryParse(record.Field(Value), out long value))
        {
            Host.Count(counter, value);
            return;
        }

        if (record.Field("Reason") is not null)
        {
            Reason = record;
        }

        _row.Run.Journal.Append(new TaskLogged
        {
            At = _row.Run.Now,
            Task = _row.Task.Id,
            MapIndex = _row.MapIndex,
            Try = _row.Try,
            Level = record.Level,
            Message = record.Event,
            Error = record.Error,
        });
    }

    private static Reply Do(Action act)
    {
        act();
        return Reply.Done;
    }

    private static Reply Deleted(Action delete)
    {
        delete();
        return new(new OKResponse { Ok = true });
    }

    private static Reply Item(IReadOnlyList<JsonText> all, int offset)
    {
        int index = offset < 0 ? all.Count + offset : offset;
        return index >= 0 && index < all.Count
            ? new(new XComSequenceIndexResult { Root = all[index] })
            : Reply.Absent("XCOM_NOT_FOUND");
    }

    private static JsonText Text(XComValue? value) => value is null ? JsonText.Null : new(value.Utf8Json.ToArray());

    private static ConnectionResult Of(Connection found) => new()
    {
        ConnId = found.Id,
        ConnType = found.Type,
        Host = found.Host,
        Schema = found.Schema,
        Login = found.Login,
        Password = found.Password,
        Port = found.Port,
        Extra = found.Extra,
    };

    private Reply Push(SetXCom set)
    {
        if (!IsOwnRun(set.DagId, set.RunId) || set.TaskId != _row.Task.Id)
        {
            return Reply.Refused(501, "The embedded engine takes XComs of the task itself only.");
        }

        Host.Push(set.Key, new XComValue(Encoding.UTF8.GetBytes(set.Value.ToString())));
        return Reply.Done;
    }

    private XComValue? Find(GetXCom get) => Host.Pull(get.TaskId, (int)(get.MapIndex ?? -1), get.Key);

    private IReadOnlyList<JsonText> All(string dagId, string runId, string taskId, string key) =>
        IsOwnRun(dagId, runId) ? [.. Host.PullAll(taskId, key).Select(Text)] : [];

    private bool IsOwnRun(string dagId, string runId) => dagId == _row.Run.Info.DagId && runId == _row.Run.Info.RunId;
}
