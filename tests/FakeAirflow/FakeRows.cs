using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Windtunnel.FakeAirflow;

/// <summary>Rows in the shape of the recorded ones: each is a recorded row in which what is known is replaced.</summary>
internal sealed class FakeRows(string recordings)
{
    private static readonly JsonSerializerOptions Loose = new();

    private readonly JsonObject _run = Recorded(recordings, "run-get-failed");
    private readonly JsonObject _instance = Recorded(recordings, "task-instance-get");
    private readonly JsonObject _try = (JsonObject)Recorded(recordings, "task-instance-tries")["task_instances"]![0]!;
    private readonly JsonObject _dag = Recorded(recordings, "dag-get");
    private readonly JsonObject _task = Recorded(recordings, "dag-task");
    private readonly JsonObject _health = Recorded(recordings, "health");
    private readonly JsonObject _pool = (JsonObject)Recorded(recordings, "pools-list")["pools"]![0]!;
    private readonly JsonObject _xcom = Recorded(recordings, "xcom-get");
    private readonly JsonObject _question = Recorded(recordings, "hitl-get");
    private readonly JsonObject _event = (JsonObject)Recorded(recordings, "asset-events-by-source")["asset_events"]![0]!;

    public JsonObject Dag(Dag dag, bool isPaused, bool isStale) => With(
        _dag,
        ("dag_id", dag.Id), ("dag_display_name", dag.DisplayName ?? dag.Id), ("is_paused", isPaused), ("is_stale", isStale),
        ("relative_fileloc", $"{dag.Id}.py"), ("timetable_summary", dag.Schedule?.ToString()));

    public JsonObject Health() => (JsonObject)_health.DeepClone();

    public Func<string, JsonObject> Pool(Dictionary<string, int> pools) => name => With(
        _pool, ("name", name), ("slots", pools[name]), ("open_slots", pools[name]));

    /// <summary>A first task that was queued and not started.</summary>
    public JsonObject Waiting(Dag dag, string queue, DateTimeOffset since) => With(
        _instance,
        ("task_id", dag.Outline().Tasks[0].Id), ("dag_id", dag.Id), ("state", "queued"), ("queue", queue), ("queued_when", Time(since)),
        ("start_date", null), ("end_date", null));

    public JsonObject Task(DagOutline dag, TaskOutline task, string queue) => With(
        _task,
        ("task_id", task.Id), ("trigger_rule", task.Rule.ToAirflow()), ("retries", (double)task.Retries), ("is_mapped", task.Mapped),
        ("queue", queue), ("operator_name", task.Kind == "empty" ? "EmptyOperator" : $"@task.{task.Kind}"),
        ("downstream_task_ids", new JsonArray(
            [.. dag.Tasks.Where(next => next.Upstream.Contains(task.Id)).Select(next => (JsonNode)next.Id)])));

    public JsonObject Run(FakeRun run, DateTimeOffset queued) => With(
        _run,
        ("dag_id", run.Dag.Id), ("dag_run_id", run.RunId), ("state", Name(run.State)), ("logical_date", Time(run.LogicalDate)),
        ("queued_at", Time(queued)), ("start_date", Time(run.Now.StartedAt)), ("end_date", Time(run.Now.EndedAt)),
        ("data_interval_start", Time(run.Now.Interval?.Start)), ("data_interval_end", Time(run.Now.Interval?.End)),
        ("run_after", Time(run.Now.RunAfter)), ("conf", JsonNode.Parse(run.Conf.GetRawText())), ("note", run.Note),
        ("run_type", JsonNamingPolicy.SnakeCaseLower.ConvertName(run.Now.Type.ToString())));

    public JsonObject Instance(FakeRun run, TaskInstance task)
    {
        TaskAttempt? last = task.Attempts.Count == 0 ? null : task.Attempts[^1];
        JsonObject row = With(
            _instance,
            ("id", IdOf(run, task)), ("task_id", task.TaskId), ("dag_id", run.Dag.Id), ("dag_run_id", run.RunId),
            ("map_index", task.MapIndex),
            ("state", task.State == TaskState.None ? null : task.State.ToAirflow()), ("try_number", task.TryNumber),
            ("max_tries", task.MaxTries), ("note", null), ("rendered_map_index", null));
        SetTimes(row, task, last);
        return row;
    }

    public JsonObject Try(FakeRun run, TaskInstance task, TaskAttempt attempt)
    {
        string state = attempt.State == TaskState.UpForRetry && attempt != task.Attempts[^1] ? "failed" : attempt.State.ToAirflow();
        JsonObject row = With(
            _try,
            ("task_id", task.TaskId), ("dag_id", run.Dag.Id), ("dag_run_id", run.RunId), ("map_index", task.MapIndex), ("state", state),
            ("try_number", attempt.Try), ("max_tries", task.MaxTries));
        SetTimes(row, task, attempt);
        return row;
    }

    public JsonObject XCom(FakeRun run, TaskInstance task, string key, bool withValue)
    {
        JsonObject row = With(
            _xcom,
            ("key", key), ("task_id", task.TaskId), ("dag_id", run.Dag.Id), ("run_id", run.RunId), ("map_index", task.MapIndex),
            ("timestamp", Time(run.Now.Journal.OfType<XComPushed>()
                .Last(push => push.Task == task.TaskId && push.MapIndex == task.MapIndex && push.Key == key).At)),
            ("value", JsonNode.Parse(task.XComs[key])));
        if (!withValue)
        {
            row.Remove("value");
        }

        return row;
    }

    public JsonObject Question(FakeRun run, TaskInstance task, HumanInput asked) => With(
        _question,
        ("options", new JsonArray([.. asked.Options.Select(option => (JsonNode)option)])), ("subject", asked.Subject),
        ("response_received", task.State != TaskState.AwaitingInput), ("task_instance", Instance(run, task)));

    public JsonObject AssetEvent(FakeRun run, AssetEventEmitted emitted, IEnumerable<FakeRun> created) => With(
        _event,
        ("name", emitted.Name), ("uri", emitted.Uri), ("source_dag_id", run.Dag.Id), ("source_run_id", run.RunId),
        ("source_task_id", emitted.Task), ("source_map_index", emitted.MapIndex), ("timestamp", Time(emitted.At)),
        ("extra", JsonNode.Parse(emitted.Extra ?? "{}")),
        ("created_dagruns", new JsonArray([.. created.Select(JsonNode (one) => new JsonObject
        {
            ["dag_id"] = one.Dag.Id,
            ["run_id"] = one.RunId,
            ["state"] = Name(one.State),
        })])));

    public static JsonArray Log(FakeRun run, TaskInstance task, TaskAttempt attempt, string? bundleDigest)
    {
        JsonArray lines = [Event("::group::Log message source details"), Event("/opt/airflow/logs/attempt.log"), Event("::endgroup::")];
        if (bundleDigest is not null)
        {
            lines.Add(With(Event("Runs in the bundle.", attempt.Start), ("BundleDigest", bundleDigest)));
        }

        foreach (TaskEntry entry in run.Now.Journal.OfType<TaskEntry>()
            .Where(entry => entry.Task == task.TaskId && entry.MapIndex == task.MapIndex && entry.Try == attempt.Try))
        {
            if (Line(entry) is { } line)
            {
                lines.Add(line);
            }
        }

        return lines;
    }

    private static JsonObject? Line(TaskEntry entry) => entry switch
    {
        TaskLogged logged => Event(logged.Message, entry.At, logged.Level),
        ConnectionUsed used => Event($"Connection Retrieved '{used.Connection}'", entry.At),
        CountRecorded counted => With(
            Event($"Counted {counted.Name}: {counted.Value}.", entry.At), ("Counter", counted.Name), ("Value", counted.Value)),
        TaskEnded { Error: { } error } => With(
            Event("Task failed with exception", entry.At, "error"),
            ("error_detail", new JsonArray(new JsonObject
            {
                ["exc_type"] = error.Type,
                ["exc_value"] = error.Message,
                ["is_cause"] = false,
                ["frames"] = new JsonArray(),
            }))),
        _ => null,
    };

    private static JsonObject Event(string text, DateTimeOffset? at = null, string level = "info") => at is null
        ? new() { ["event"] = text }
        : new() { ["timestamp"] = Time(at), ["event"] = text, ["level"] = level, ["logger"] = "task" };

    private static void SetTimes(JsonObject row, TaskInstance task, TaskAttempt? attempt)
    {
        // The scheduler decides over an instance at one moment, which is both start and end.
        DateTimeOffset? decided = attempt is null && task.State.IsFinished() ? task.End : null;
        // A deferral that is over, or an answer, has it scheduled once more; the first time is not kept.
        row["scheduled_when"] = Time(attempt?.Stints is { Count: > 1 } stints ? stints[^1].Start : attempt?.Scheduled);
        row["queued_when"] = Time(attempt?.Scheduled);
        row["start_date"] = Time(attempt?.Start ?? decided);
        row["end_date"] = Time(attempt?.End ?? decided);
        row["hostname"] = attempt?.Stints.Count > 0 ? "worker-1" : "";
    }

    /// <summary>Another one for every try.</summary>
    private static string IdOf(FakeRun run, TaskInstance task) => new Guid(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{run.RunId}/{task}/{task.TryNumber}")).AsSpan(0, 16)).ToString();

    private static string Name(RunState state) => JsonNamingPolicy.SnakeCaseLower.ConvertName(state.ToString());

    private static string? Time(DateTimeOffset? at) =>
        at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static JsonObject With(JsonObject row, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var copy = (JsonObject)row.DeepClone();
        foreach ((string name, object? value) in values)
        {
            copy[name] = value as JsonNode ?? JsonSerializer.SerializeToNode(value, Loose);
        }

        return copy;
    }

    private static JsonObject Recorded(string recordings, string name) =>
        (JsonObject)JsonNode.Parse(RecordedCall.Load(recordings, name).Response.GetRawText())!;
}
