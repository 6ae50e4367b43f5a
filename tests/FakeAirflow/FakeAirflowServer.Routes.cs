using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Windtunnel.Airflow;

namespace Windtunnel.FakeAirflow;

/// <content>What each call does.</content>
internal sealed partial class FakeAirflowServer
{
    private delegate Task<FakeAnswer> Handler(string[] path, JsonNode? body, IQueryCollection query);

    /// <summary>What each list may be ordered by; of the others, Airflow passes over the wish.</summary>
    private static readonly Dictionary<string, string[]> Orders = new(StringComparer.Ordinal)
    {
        ["dag_runs"] = ["id", "state", "dag_id", "run_id", "logical_date", "run_after", "start_date", "end_date", "updated_at", "conf"],
        ["task_instances"] =
        [
            "id", "state", "duration", "start_date", "end_date", "map_index", "try_number", "logical_date", "run_after",
            "rendered_map_index", "operator",
        ],
        ["xcom_entries"] = [],
        ["hitl_details"] = [],
        ["asset_events"] = ["source_task_id", "source_dag_id", "source_run_id", "source_map_index", "timestamp"],
        ["import_errors"] = [],
        ["dags"] = ["dag_id", "dag_display_name"],
        ["connections"] = ["connection_id", "conn_type", "description", "host", "port", "id"],
        ["variables"] = ["key", "id"],
        ["pools"] = ["id", "name"],
        ["assets"] = ["id", "name", "uri"],
        ["event_logs"] = ["id", "when", "dag_id"],
    };

    private (string Route, Handler Handler)[] Routes =>
    [
        ("POST /auth/token", (_, _, _) => At(201, new JsonObject { ["access_token"] = "header.e30.signature" })),
        ("GET version", (_, _, _) => At(200, new JsonObject { ["version"] = Deployment.Version })),
        ("GET monitor/health", (_, _, _) => At(200, Health())),
        ("GET importErrors", (_, _, query) => Task.FromResult(ImportErrors(query))),
        ("GET dags", (_, _, query) => List("dags", query, Deployment.Dags.Values.Select(DagRow))),
        ("GET dagSources/*", (path, _, _) => Of(path, Source)),
        ("GET config", (_, _, query) => Task.FromResult(Configuration(query))),
        ("GET dags/~/dagRuns/~/taskInstances", (_, _, query) => List("task_instances", query, Waiting())),
        ("GET pools", (_, _, query) => List("pools", query, Deployment.Pools.Keys.Select(_rows.Pool(Deployment.Pools)))),
        ("GET pools/*", (path, _, _) => Task.FromResult(Pool(path[1]))),
        ("GET connections", (_, _, query) => List("connections", query, Deployment.Connections.Values.Select(Masked))),
        ("GET variables", (_, _, query) => List("variables", query, Deployment.Variables.Values.Select(row => row.DeepClone()))),
        ("GET assets", (_, _, query) => List("assets", query, [])),
        ("GET eventLogs", (_, _, query) => List("event_logs", query, [])),
        ("GET dags/*", (path, _, _) => Of(path, dag => new(200, DagRow(dag)))),
        ("PATCH dags/*", (path, body, _) => SetPausedAsync(path[1], (bool)body!["is_paused"]!)),
        ("GET dags/*/tasks", (path, _, _) => Of(path, Tasks)),
        ("POST dags/*/dagRuns", TriggerAsync),
        ("GET dags/*/dagRuns", (path, _, query) => Of(path, dag => Runs(dag, query))),
        ("GET dags/*/dagRuns/*", (path, _, _) => Of(path, Looked)),
        ("PATCH dags/*/dagRuns/*", (path, body, _) => Of(path, run => Mark(run, (string?)body!["state"]))),
        ("DELETE dags/*/dagRuns/*", (path, _, _) => Of(path, Delete)),
        ("GET dags/*/dagRuns/*/taskInstances", (path, _, query) => Of(path, run => Instances(run, query))),
        ("GET dags/*/dagRuns/*/taskInstances/*/tries", (path, _, query) => Of(path, query, Tries)),
        ("GET dags/*/dagRuns/*/taskInstances/*/*/tries", (path, _, _) => Of(path, Int(path[6]), Tries)),
        ("GET dags/*/dagRuns/*/taskInstances/*/dependencies", (_, _, _) => At(200, Dependencies())),
        ("GET dags/*/dagRuns/*/taskInstances/*/logs/*", (path, _, query) => Of(path, query, (run, task) => Log(run, task, path[7]))),
        ("GET dags/*/dagRuns/*/taskInstances/~/xcomEntries", (path, _, query) => Of(path, run => XComs(run, query))),
        ("GET dags/*/dagRuns/*/taskInstances/*/xcomEntries/*",
            (path, _, query) => Of(path, query, (run, task) => XCom(run, task, path[7]))),
        ("GET dags/*/dagRuns/*/hitlDetails", (path, _, query) => Of(path, run => Questions(run, query))),
        ("PATCH dags/*/dagRuns/*/taskInstances/*/*/hitlDetails", RespondAsync),
        ("GET assets/events", (_, _, query) => Task.FromResult(AssetEvents(query))),
        ("GET connections/*", (path, _, _) => At(Deployment.Connections, path[1], Masked)),
        ("POST connections", (_, body, _) => Task.FromResult(Create(Deployment.Connections, body, "connection_id", "conn_type"))),
        ("DELETE connections/*", (path, _, _) => Task.FromResult(Remove(Deployment.Connections, path[1]))),
        ("GET variables/*", (path, _, _) => At(Deployment.Variables, path[1], row => row)),
        ("POST variables", (_, body, _) => Task.FromResult(Create(Deployment.Variables, body, "key", "value"))),
        ("DELETE variables/*", (path, _, _) => Task.FromResult(Remove(Deployment.Variables, path[1]))),
    ];

    private Task<FakeAnswer> AnswerAsync(string call, JsonNode? body, IQueryCollection query)
    {
        if (Deployment.Forbidden.Contains(call.Split(' ', '/')[1]))
        {
            return Task.FromResult(FakeAnswer.Detail(403, "Forbidden"));
        }

        foreach ((string route, Handler handler) in Routes)
        {
            string pattern = $"^{Regex.Escape(route).Replace("\\*", "[^/]+", StringComparison.Ordinal)}$";
            if (Regex.IsMatch(call, pattern, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)))
            {
                return handler(call.Split(' ', 2)[1].Split('/'), body, query);
            }
        }

        return call.StartsWith("GET ", StringComparison.Ordinal)
            ? At(404, new JsonObject { ["error"] = "API route not found" })
            : Task.FromResult(FakeAnswer.Detail(405, "Method Not Allowed"));
    }

    private async Task<FakeAnswer> TriggerAsync(string[] path, JsonNode? body, IQueryCollection query)
    {
        if (body is not JsonObject order || !order.ContainsKey("logical_date"))
        {
            return FakeAnswer.Missing("logical_date", body);
        }

        if (!Deployment.Dags.TryGetValue(path[1], out Dag? dag) || Deployment.Stale.Contains(path[1]))
        {
            return FakeAnswer.Detail(404, $"Dag with dag_id: '{path[1]}' not found");
        }

        string id = (string)order["dag_run_id"]!;
        DateTimeOffset? date = Instant((string?)order["logical_date"]);
        if (!RunId().IsMatch(id))
        {
            return FakeAnswer.Detail(400, $"The run_id provided '{id}' does not match regex pattern");
        }

        RunRequest request = Deployment.World(date, order["conf"]?.ToJsonString());
        var run = new FakeRun(dag, id, request, (string?)order["note"], [.. Deployment.Dags.Values.Where(other => other != dag)]);
        try
        {
            await run.PlayAsync();
        }
        catch (ParamException e)
        {
            return FakeAnswer.Detail(400, e.Message);
        }

        bool isTaken = Deployment.Runs.Exists(
            other => other.Dag.Id == dag.Id && (other.RunId == id || (date is not null && other.LogicalDate == date)));
        if (isTaken)
        {
            return FakeAnswer.Conflict();
        }

        Deployment.Runs.Add(run);
        return new(200, _rows.Run(run, Queued));
    }

    private async Task<FakeAnswer> RespondAsync(string[] path, JsonNode? body, IQueryCollection query)
    {
        FakeRun run = Find(path[1], path[3])!;
        TaskInstance task = run.Now.Task(path[5]);
        if (task.State != TaskState.AwaitingInput)
        {
            return FakeAnswer.Detail(409, "Human-in-the-loop detail has already been updated");
        }

        string[] chosen = [.. ((JsonArray)body!["chosen_options"]!).Select(option => (string)option!)];
        await run.AnswerAsync(task.TaskId, new([.. chosen], Params: body["params_input"]?.ToJsonString()));
        return new(200, new JsonObject { ["chosen_options"] = new JsonArray([.. chosen.Select(option => (JsonNode)option)]) });
    }

    private JsonObject DagRow(Dag dag) => _rows.Dag(dag, Deployment.Paused.Contains(dag.Id), Deployment.Stale.Contains(dag.Id));

    private async Task<FakeAnswer> SetPausedAsync(string dag, bool isPaused)
    {
        _ = isPaused ? Deployment.Paused.Add(dag) : Deployment.Paused.Remove(dag);
        if (!isPaused && Deployment.Unpaused is { } act)
        {
            await act();
        }

        return new(200, DagRow(Deployment.Dags[dag]));
    }

    private FakeAnswer Tasks(Dag dag)
    {
        DagOutline outline = dag.Outline();
        IEnumerable<JsonNode> rows = outline.Tasks.Select(task => _rows.Task(outline, task, Deployment.Queue));
        return FakeAnswer.Page("tasks", rows, 0, int.MaxValue);
    }

    private FakeAnswer Runs(Dag dag, IQueryCollection query)
    {
        string? prefix = query["run_id_prefix_pattern"];
        DateTimeOffset? date = Instant(query["logical_date_gte"]);
        return Page("dag_runs", query, Deployment.Runs
            .Where(run => run.Dag.Id == dag.Id && (prefix is null || run.RunId.StartsWith(prefix.TrimEnd('_'), StringComparison.Ordinal)))
            .Where(run => date is null || run.LogicalDate == date)
            .Reverse()
            .Select(run => (JsonNode)_rows.Run(run, Queued)));
    }

    /// <summary>Every look at a run is a look of the scheduler too.</summary>
    private FakeAnswer Looked(FakeRun run)
    {
        Deployment.Step(run);
        return new(200, _rows.Run(run, Queued));
    }

    private FakeAnswer Mark(FakeRun run, string? state)
    {
        run.Marked = state == "success" ? RunState.Success : RunState.Failed;
        return new(200, _rows.Run(run, Queued));
    }

    private FakeAnswer Delete(FakeRun run)
    {
        if (run.State == RunState.Running)
        {
            return FakeAnswer.Detail(409, $"The DagRun with run_id: `{run.RunId}` cannot be deleted in running state");
        }

        Deployment.Runs.Remove(run);
        return new(204);
    }

    private FakeAnswer Instances(FakeRun run, IQueryCollection query) => Page(
        "task_instances", query,
        run.Now.Tasks.OrderBy(task => task.TaskId, StringComparer.Ordinal).Select(JsonNode (task) => Instance(run, task)));

    private JsonObject Instance(FakeRun run, TaskInstance task)
    {
        JsonObject row = _rows.Instance(run, task);
        row["state"] = !Deployment.HasWorkers && task.State == TaskState.Scheduled ? "queued" : (string?)row["state"];
        return row;
    }

    private FakeAnswer Tries(FakeRun run, TaskInstance task) => FakeAnswer.Page(
        "task_instances", task.Attempts.Select(attempt => (JsonNode)_rows.Try(run, task, attempt)), 0, int.MaxValue);

    private FakeAnswer Log(FakeRun run, TaskInstance task, string number)
    {
        int wanted = Int(number);
        TaskAttempt? attempt = task.Attempts.FirstOrDefault(one => one.Try == wanted);
        return attempt is null
            ? FakeAnswer.Detail(404, "TaskInstance not found")
            : new(200, new JsonObject
            {
                ["content"] = FakeRows.Log(run, task, attempt, Deployment.BundleDigest),
                ["continuation_token"] = null,
            });
    }

    private FakeAnswer XComs(FakeRun run, IQueryCollection query) => Page("xcom_entries", query, run.Now.Tasks.SelectMany(
        task => task.XComs.Keys.Order(StringComparer.Ordinal).Select(key => (JsonNode)_rows.XCom(run, task, key, withValue: false))));

    private FakeAnswer XCom(FakeRun run, TaskInstance task, string key) => task.XComs.ContainsKey(key)
        ? new(200, _rows.XCom(run, task, key, withValue: true))
        : FakeAnswer.Detail(404, $"XCom entry with key: `{key}` not found");

    private FakeAnswer Questions(FakeRun run, IQueryCollection query) => Page("hitl_details", query, run.Now.Tasks
        .Where(task => task.State == TaskState.AwaitingInput)
        .Select(task => (JsonNode)_rows.Question(run, task, run.Dag.Tasks.First(one => one.Id == task.TaskId).Definition.HumanInput!)));

    private FakeAnswer AssetEvents(IQueryCollection query)
    {
        FakeAnswer page = Page("asset_events", query, Deployment.Runs
            .Where(run => run.RunId == query["source_run_id"])
            .SelectMany(run => run.Now.AssetEvents.Select(emitted => (JsonNode)_rows.AssetEvent(run, emitted, StartedBy(emitted)))));
        Deployment.LookedAtEvents();
        return page;
    }

    private IEnumerable<FakeRun> StartedBy(AssetEventEmitted emitted) => Deployment.Runs.Where(
        run => run.Now.Type == RunType.AssetTriggered
            && run.Dag.Schedule?.Assets?.Leaves.Any(leaf => leaf is AssetAlias || (leaf as Asset)?.Name == emitted.Name) == true);

    private FakeAnswer ImportErrors(IQueryCollection query) => Page("import_errors", query, Deployment.ImportErrors
        .Where(error => error.Key.Contains((string?)query["filename_pattern"] ?? "", StringComparison.OrdinalIgnoreCase))
        .Select(error => (JsonNode)new JsonObject
        {
            ["import_error_id"] = 1,
            ["timestamp"] = "2026-11-23T05:27:56.754913Z",
            ["filename"] = error.Key,
            ["bundle_name"] = "dags-folder",
            ["stack_trace"] = error.Value,
        }));

    private JsonObject Health()
    {
        JsonObject health = _rows.Health();
        foreach (string component in health.Select(row => row.Key).ToArray())
        {
            bool isHealthy = !Deployment.Unhealthy.Contains(component) && (component != "scheduler" || Deployment.IsSchedulerHealthy);
            health[component]!["status"] = isHealthy ? "healthy" : "unhealthy";
            if (Deployment.NeverSeen.Contains(component))
            {
                health[component] = new JsonObject { ["status"] = null, [$"latest_{component}_heartbeat"] = null };
            }
        }

        return health;
    }

    private FakeAnswer Source(Dag dag) => new(200, new JsonObject
    {
        ["content"] = Deployment.Sources.GetValueOrDefault(dag.Id) ?? StubExport.Of(dag).Text,
        ["dag_id"] = dag.Id,
        ["version_number"] = 1,
        ["dag_display_name"] = dag.DisplayName ?? dag.Id,
    });

    private FakeAnswer Configuration(IQueryCollection query)
    {
        if (Deployment.Configuration is not { } exposed)
        {
            return FakeAnswer.Detail(
                403, "Your Airflow administrator chose not to expose the configuration, most likely for security reasons.");
        }

        JsonNode[] options = [.. exposed.Select(option => new JsonObject { ["key"] = option.Key, ["value"] = option.Value })];
        return new(200, new JsonObject
        {
            ["sections"] = new JsonArray(new JsonObject { ["name"] = (string?)query["section"], ["options"] = new JsonArray(options) }),
        });
    }

    private FakeAnswer Pool(string name) => Deployment.Pools.ContainsKey(name)
        ? new(200, _rows.Pool(Deployment.Pools)(name))
        : FakeAnswer.Detail(404, $"The Pool with name: `{name}` was not found");

    private IEnumerable<JsonNode> Waiting() => Deployment.QueuedSince is not { } since
        ? []
        : Deployment.Dags.Values.Take(1).Select(dag => _rows.Waiting(dag, Deployment.Queue, since));

    private Task<FakeAnswer> List(string name, IQueryCollection query, IEnumerable<JsonNode> rows) =>
        Task.FromResult(Page(name, query, rows));

    private static JsonObject Dependencies() => new()
    {
        ["dependencies"] = new JsonArray(
            new JsonObject { ["name"] = "Task Instance State", ["reason"] = "Task is in the 'None' state." },
            new JsonObject { ["name"] = "Trigger Rule", ["reason"] = "Task's trigger rule 'all_success' requires more." }),
    };

    private static JsonObject Masked(JsonObject connection)
    {
        var shown = (JsonObject)connection.DeepClone();
        shown["password"] = shown["password"] is null ? null : "***";
        return shown;
    }

    private static FakeAnswer Create(Dictionary<string, JsonObject> all, JsonNode? body, string key, string other) => body switch
    {
        JsonObject row when !row.ContainsKey(key) => FakeAnswer.Missing(key, row),
        JsonObject row when !row.ContainsKey(other) => FakeAnswer.Missing(other, row),
        JsonObject row => all.TryAdd((string)row[key]!, (JsonObject)row.DeepClone()) ? new(201, row.DeepClone()) : FakeAnswer.Conflict(),
        _ => FakeAnswer.Missing(key, body),
    };

    private static FakeAnswer Remove(Dictionary<string, JsonObject> all, string key) =>
        all.Remove(key) ? new(204) : FakeAnswer.Detail(404, $"The entry with key: `{key}` was not found");

    private static Task<FakeAnswer> At(int status, JsonNode body) => Task.FromResult(new FakeAnswer(status, body));

    private static Task<FakeAnswer> At(Dictionary<string, JsonObject> all, string key, Func<JsonObject, JsonObject> shown) =>
        Task.FromResult(all.TryGetValue(key, out JsonObject? row)
            ? new FakeAnswer(200, shown((JsonObject)row.DeepClone()))
            : FakeAnswer.Detail(404, $"The entry with key: `{key}` was not found"));

    private FakeAnswer Page(string name, IQueryCollection query, IEnumerable<JsonNode> rows)
    {
        if (query["order_by"].FirstOrDefault(order => !Orders[name].Contains(order!.TrimStart('-'))) is { } unknown)
        {
            return FakeAnswer.Detail(400, $"Ordering with '{unknown}' is disallowed or the attribute does not exist on the model");
        }

        string? position = (string?)query["offset"] ?? (string?)query["cursor"];
        int offset = string.IsNullOrEmpty(position) ? 0 : int.Parse(position, CultureInfo.InvariantCulture);
        JsonNode[] all = [.. rows];
        FakeAnswer page = FakeAnswer.Page(name, all, offset, Deployment.MostRows);
        if (query.ContainsKey("cursor"))
        {
            int next = offset + Deployment.MostRows;
            page.Body!["next_cursor"] = next < all.Length ? next.ToString(CultureInfo.InvariantCulture) : null;
        }

        return page;
    }

    private Task<FakeAnswer> Of(string[] path, Func<Dag, FakeAnswer> answer) => Task.FromResult(
        Deployment.Dags.TryGetValue(path[1], out Dag? dag)
            ? answer(dag)
            : FakeAnswer.Detail(404, $"The Dag with ID: `{path[1]}` was not found"));

    private Task<FakeAnswer> Of(string[] path, Func<FakeRun, FakeAnswer> answer) => Task.FromResult(
        Find(path[1], path[3]) is { } run ? answer(run) : FakeAnswer.Detail(404, $"The DagRun with run_id: `{path[3]}` was not found"));

    private Task<FakeAnswer> Of(string[] path, IQueryCollection query, Func<FakeRun, TaskInstance, FakeAnswer> answer) =>
        Of(path, Int((string?)query["map_index"] ?? "-1"), answer);

    private Task<FakeAnswer> Of(string[] path, int index, Func<FakeRun, TaskInstance, FakeAnswer> answer) => Of(path, run =>
    {
        return run.Now.Tasks.FirstOrDefault(task => task.TaskId == path[5] && task.MapIndex == index) is { } task
            ? answer(run, task)
            : FakeAnswer.Detail(404, "TaskInstance not found");
    });

    private static int Int(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static DateTimeOffset? Instant(string? text) =>
        text is null ? null : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex("^[A-Za-z0-9_.~:+-]+$")]
    private static partial Regex RunId();
}
