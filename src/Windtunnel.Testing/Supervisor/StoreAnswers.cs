using Windtunnel.Airflow.Protocol;

namespace Windtunnel.Testing.Supervisor;

/// <summary>What is asked of state stores and of other runs, asked of a body's host.</summary>
internal static class StoreAnswers
{
    private const int NotFound = 404;

    /// <summary>Null when the request is about something else.</summary>
    public static Reply? Of(TaskHost host, Message request) => request switch
    {
        GetTaskStateStore get => host.TaskState.Read(get.Key) is { } value
            ? new(new TaskStateStoreResult { Value = new(value.Utf8Json.ToArray()) })
            : Reply.Absent("TASK_STORE_NOT_FOUND"),
        SetTaskStateStore set => Ok(() => host.TaskState.Write(set.Key, new(set.Value.Utf8), set.ExpiresAt - host.Time.GetUtcNow())),
        DeleteTaskStateStore delete => Ok(() => host.TaskState.Delete(delete.Key)),
        ClearTaskStateStore => Ok(host.TaskState.Clear),
        GetAssetStateStoreByName get => host.StateOf(new(get.Name)).Read(get.Key) is { } value
            ? new(new AssetStateStoreResult { Value = new(value.Utf8Json.ToArray()) })
            : Reply.Absent("ASSET_STORE_NOT_FOUND"),
        SetAssetStateStoreByName set => Ok(() => host.StateOf(new(set.Name)).Write(set.Key, new(set.Value.Utf8), null)),
        DeleteAssetStateStoreByName delete => Ok(() => host.StateOf(new(delete.Name)).Delete(delete.Key)),
        ClearAssetStateStoreByName clear => Ok(host.StateOf(new(clear.Name)).Clear),
        TriggerDagRun trigger => Trigger(host, trigger),
        GetDagRunState asked => State(host, asked),
        _ => null,
    };

    private static Reply Ok(Action act)
    {
        act();
        return new(new OKResponse { Ok = true });
    }

    private static Reply Trigger(TaskHost host, TriggerDagRun trigger)
    {
        try
        {
            return Ok(() => host.TriggerDag(trigger.DagId, new()
            {
                RunId = trigger.RunId,
                LogicalDate = trigger.LogicalDate,
                Conf = trigger.Conf.IsMissingOrNull ? null : trigger.Conf.ToString(),
                Reset = trigger.ResetDagRun == true,
                Note = trigger.Note,
            }));
        }
        catch (DagRunExistsException)
        {
            return Reply.Absent("DAGRUN_ALREADY_EXISTS");
        }
        catch (KeyNotFoundException e)
        {
            return Reply.Refused(NotFound, e.Message);
        }
    }

    private static Reply State(TaskHost host, GetDagRunState asked) => host.StateOfRun(asked.DagId, asked.RunId) is { } state
        ? new(new DagRunStateResult { State = state.ToString().ToLowerInvariant() })
        : Reply.Refused(NotFound, $"Dag '{asked.DagId}' has no run '{asked.RunId}'.");
}
