using System.Text.Json;
using System.Text.Json.Nodes;
using Windtunnel.Airflow.Rest;
using Windtunnel.FakeAirflow;

namespace Windtunnel.Airflow.Tests.Rest;

/// <summary>Each call of the client asks for what was asked when the answer was recorded.</summary>
public sealed class AirflowApiTests(RestFixture fixture) : IClassFixture<RestFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Recordings => [.. Calls.Keys];

    /// <summary>What is asked, by the recording that it must be like.</summary>
    private static Dictionary<string, Func<AirflowApi, Task>> Calls => new()
    {
        ["version"] = api => api.VersionAsync(Cancellation),
        ["health"] = api => api.HealthAsync(Cancellation),
        ["import-errors"] = api => All(api.ImportErrorsAsync("rest_broken", Cancellation)),
        ["event-logs-run"] = api => All(api.EventLogsAsync("rest_retry", "r1", Cancellation)),
        ["dags-list"] = api => All(api.DagsAsync("rest_", Cancellation)),
        ["dag-get"] = api => api.DagAsync("rest_params", Cancellation),
        ["dag-tasks"] = api => api.TasksAsync("rest_branch", Cancellation),
        ["dag-versions"] = api => api.NewestVersionAsync("rest_quick", Cancellation),
        ["dag-patch-unpause"] = api => api.SetPausedAsync("rest_params", false, Cancellation),
        ["backfill-get"] = api => api.BackfillAsync(1, Cancellation),
        ["backfills-list"] = api => All(api.BackfillsAsync("rest_daily", Cancellation)),
        ["backfill-cancel"] = api => api.CancelBackfillAsync(1, Cancellation),
        ["run-get-encoded-id"] = api => api.RunAsync("rest_params", "sample+one:2026-02-01T00:00:00+00:00", Cancellation),
        ["runs-list"] = api => All(api.RunsAsync("rest_params", null, null, Cancellation)),
        ["run-cancel"] = api => api.SetRunStateAsync("rest_sleep", "s1", "failed", Cancellation),
        ["run-patch-note"] = api => api.SetRunNoteAsync(
            "rest_params", "sample+one:2026-02-01T00:00:00+00:00", "changed", Cancellation),
        ["run-delete"] = api => api.DeleteRunAsync("rest_quick", "w3", Cancellation),
        ["task-instances-list"] = api => All(api.InstancesAsync("rest_mapped", "m1", Cancellation)),
        ["task-instance-tries"] = api => api.TriesAsync("rest_retry", "r1", "flaky", -1, Cancellation),
        ["task-dependencies"] = api => api.DependenciesAsync("rest_retry", "r1", "after", -1, Cancellation),
        ["logs-json"] = api => api.LogAsync("rest_xcom", "x1", "logs", -1, 1, null, Cancellation),
        ["xcoms-list-wildcards"] = api => All(api.XComsAsync("rest_mapped", "m1", Cancellation)),
        ["xcom-get"] = api => api.XComAsync("rest_xcom", "x1", "types", -1, "return_value", Cancellation),
        ["hitl-list-run"] = api => All(api.OpenQuestionsAsync("rest_hitl", "h1", Cancellation)),
        ["connection-get"] = api => api.ConnectionAsync("rest_http", Cancellation),
        ["connections-list"] = api => All(api.ConnectionsAsync(Cancellation)),
        ["connection-delete"] = api => api.DeleteConnectionAsync("rest_min", Cancellation),
        ["variable-get"] = api => api.VariableAsync("rest_plain", Cancellation),
        ["variable-get-odd-key"] = api => api.VariableAsync("rest/with space", Cancellation),
        ["variable-delete"] = api => api.DeleteVariableAsync("rest/with space", Cancellation),
        ["variable-create"] = api => api.CreateVariableAsync(
            new() { Key = "rest_plain", Value = "hello", Description = "a plain one" }, Cancellation),
        ["pool-get"] = api => api.PoolAsync("rest_pool", Cancellation),
        ["pool-create"] = api => api.CreatePoolAsync(
            new() { Name = "rest_pool", Slots = 2, Description = "two at a time" }, Cancellation),
        ["assets-list"] = api => All(api.AssetsAsync(Cancellation)),
        ["asset-events-list"] = api => All(api.AssetEventsAsync("rest_producer", "p1", Cancellation)),
        ["asset-event-create"] = api => api.AnnounceAsync(new(2, Json("""{"rows": 3}""")), Cancellation),
        ["connection-create"] = api => api.CreateConnectionAsync(Http, Cancellation),
        ["hitl-respond"] = api => api.AnswerAsync(
            "rest_hitl", "h1", "pick", -1, new(["b", "c"], Json("""{"note": "from a test"}""")), Cancellation),
        ["trigger"] = api => api.TriggerAsync("rest_params", Order, Cancellation),
    };

    private static ConnectionRow Http => new()
    {
        ConnectionId = "rest_http",
        ConnType = "http",
        Description = "an API",
        Host = "127.0.0.1",
        Schema = "http",
        Port = 8081,
        Login = "user",
        Password = "s3cret-pass",
        Extra = """{"timeout": 5, "api_key": "k-123456", "nested": {"token": "abcdef", "plain": "x"}}""",
    };

    private static RunOrder Order => new()
    {
        DagRunId = "sample+one:2026-02-01T00:00:00+00:00",
        LogicalDate = null,
        Conf = Json("""{"who": "me", "extra": {"deep": [1]}}"""),
        Note = "from a test",
    };

    [Theory]
    [MemberData(nameof(Recordings))]
    public async Task Call_OfTheClient_IsTheRecordedOne(string recording)
    {
        RecordedCall recorded = RestFixture.Recording(recording);
        fixture.Server.Answer(recorded);

        await Calls[recording](fixture.Api);

        RecordedAirflow.Asked asked = fixture.Server.Calls[0];
        Assert.Equal(recorded.Method, asked.Method);
        Assert.Equal(Uri.UnescapeDataString(PathOf(recorded.Path)), Uri.UnescapeDataString(PathOf(asked.Target)));
        Assert.True(JsonNode.DeepEquals(Node(recorded.Body), Node(asked.Body)), $"{asked.Body} is not {recorded.Body}.");
    }

    /// <summary>An order that a list does not know is refused, and a filter that it does not know is passed over.</summary>
    [Theory]
    [MemberData(nameof(Recordings))]
    public async Task Query_OfACall_HoldsOnlyWhatARealServerTook(string recording)
    {
        fixture.Server.Answer(RestFixture.Recording(recording));

        await Calls[recording](fixture.Api);

        Assert.All(fixture.Server.Calls, call => Assert.Subset(Taken, QueryOf(call.Target).ToHashSet(StringComparer.Ordinal)));
    }

    /// <summary>What is sent besides is the server's default, but for that of dry_run, with which nothing would change.</summary>
    [Fact]
    public async Task Clear_OfARun_IsNoDryRun()
    {
        fixture.Server.Answer(RestFixture.Recording("run-clear"));

        await fixture.Api.ClearRunAsync("rest_quick", "w1", new() { OnlyFailed = true }, Cancellation);

        Assert.Equal(
            ("POST", "/api/v2/dags/rest_quick/dagRuns/w1/clear", """{"dry_run":false,"only_failed":true}"""),
            Said(fixture.Server.Calls[0]));
    }

    [Fact]
    public async Task Clear_OfTasks_IsOfOneRunAndTellsWhatWasCleared()
    {
        fixture.Server.Answer(RestFixture.Recording("task-instances-clear-running"));

        IReadOnlyList<InstanceRow> cleared = await fixture.Api.ClearTasksAsync(
            "rest_sleep", new() { DagRunId = "s3", TaskIds = ["long_sleep"] }, Cancellation);

        Assert.Equal("long_sleep", Assert.Single(cleared).TaskId);
        Assert.Equal(
            (
                "POST",
                "/api/v2/dags/rest_sleep/clearTaskInstances",
                """{"dag_run_id":"s3","task_ids":["long_sleep"],"dry_run":false,"only_failed":false,"include_downstream":false}"""),
            Said(fixture.Server.Calls[0]));
    }

    [Fact]
    public async Task Backfill_OfADag_IsOrderedWithItsDates()
    {
        fixture.Server.Answer(RestFixture.Recording("backfill-create"));
        BackfillOrder order = new()
        {
            DagId = "rest_daily",
            FromDate = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero),
            ToDate = new(2026, 3, 3, 23, 59, 59, TimeSpan.Zero),
            MaxActiveRuns = 1,
        };

        BackfillRow made = await fixture.Api.BackfillAsync(order, Cancellation);

        Assert.Equal((order.DagId, order.FromDate, order.ToDate), (made.DagId, made.FromDate, made.ToDate));
        JsonNode sent = Node(fixture.Server.Calls[0].Body)!;
        JsonNode recorded = Node(RestFixture.Recording("backfill-create").Body)!;
        Assert.All(["dag_id", "from_date", "to_date", "max_active_runs", "reprocess_behavior"], key => Assert.Equal(
            recorded[key]!.ToString().Replace("Z", "", StringComparison.Ordinal),
            sent[key]!.ToString().Replace("+00:00", "", StringComparison.Ordinal).Replace("Z", "", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Trigger_WhoseFirstAnswerWasLost_FindsItsOwnRun()
    {
        fixture.Server.Answer(
            RestFixture.Recording("error-500-naive-date-filter"), RestFixture.Recording("trigger-conflict-run-id"),
            RestFixture.Recording("run-get-encoded-id"));

        RunRow run = await fixture.Api.TriggerAsync("rest_params", Order, Cancellation);

        Assert.Equal(Order.DagRunId, run.DagRunId);
    }

    [Fact]
    public async Task Trigger_ForATakenDate_IsRefused()
    {
        fixture.Server.Answer(RestFixture.Recording("trigger-conflict-logical-date"), RestFixture.Recording("error-404-run"));

        var refused = await Assert.ThrowsAsync<AirflowException>(() => fixture.Api.TriggerAsync("rest_params", Order, Cancellation));

        Assert.Equal(System.Net.HttpStatusCode.Conflict, refused.Status);
    }

    [Theory]
    [InlineData("run-wait", RunState.Queued, RunState.Success, 11)]
    [InlineData("run-wait-failed-run", RunState.Failed, RunState.Failed, 1)]
    public async Task Wait_ForARun_TellsEveryLook(string recording, RunState first, RunState last, int looks)
    {
        fixture.Server.Answer(RestFixture.Recording(recording));

        List<RunState> seen = await All(fixture.Api.WaitAsync("rest_quick", "w3", TimeSpan.FromSeconds(2), Cancellation));

        Assert.Equal((first, last, looks), (seen[0], seen[^1], seen.Count));
    }

    [Theory]
    [InlineData("connection-get-missing")]
    [InlineData("error-404-dag")]
    public async Task Thing_ThatIsNotThere_IsNull(string recording)
    {
        fixture.Server.Answer(RestFixture.Recording(recording));

        Assert.Null(await fixture.Api.ConnectionAsync("nope", Cancellation));
        Assert.Null(await fixture.Api.DagAsync("nope", Cancellation));
    }

    [Fact]
    public async Task Deletion_OfWhatIsGone_IsDone()
    {
        fixture.Server.Answer(RestFixture.Recording("connection-delete-missing"));

        await fixture.Api.DeleteConnectionAsync("nope", Cancellation);

        Assert.Single(fixture.Server.Calls);
    }

    [Fact]
    public async Task List_ThatTheServerCutsShort_IsReadToItsEnd()
    {
        RecordedCall oneOfTwo = RestFixture.Recording("asset-events-by-source");
        fixture.Server.Answer(oneOfTwo);

        List<AssetEventRow> events = await All(fixture.Api.AssetEventsAsync("rest_producer", "p1", Cancellation));

        Assert.Equal(2, events.Count);
        Assert.Contains("offset=1", fixture.Server.Calls[1].Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_WithACursor_IsFollowedToItsEnd()
    {
        fixture.Server.Answer(
            RestFixture.Recording("task-instances-list-cursor"), RestFixture.Recording("task-instances-list-cursor-next"),
            RestFixture.Recording("task-instances-list"));

        List<InstanceRow> rows = await All(fixture.Api.InstancesAsync("rest_branch", "b1", Cancellation));

        Assert.InRange(fixture.Server.Calls.Count, 2, 3);
        Assert.Contains("cursor=&", fixture.Server.Calls[0].Target, StringComparison.Ordinal);
        Assert.NotEmpty(rows);
    }

    [Fact]
    public async Task Runs_OfAPrefix_AreOnlyThoseThatBeginWithIt()
    {
        fixture.Server.Answer(RestFixture.Recording("runs-list"));
        string[] all = [.. RestFixture.Recording("runs-list").Response.GetProperty("dag_runs").EnumerateArray()
            .Select(run => run.GetProperty("dag_run_id").GetString()!)];

        List<RunRow> runs = await All(fixture.Api.RunsAsync("rest_params", all[0], null, Cancellation));

        Assert.Equal([all[0]], runs.Select(run => run.DagRunId));
        Assert.Equal(2, all.Length);
    }

    private static async Task<List<T>> All<T>(IAsyncEnumerable<T> rows)
    {
        List<T> all = [];
        await foreach (T row in rows)
        {
            all.Add(row);
        }

        return all;
    }

    /// <summary>The names of all queries that a recorded list took, and the orders, with the list's name.</summary>
    private static readonly HashSet<string> Taken =
    [
        .. RestFixture.Recordings().Where(call => call is { Status: < 300, Method: "GET" }).SelectMany(call => QueryOf(call.Path)),
        // Read in Airflow's server, and not recorded.
        "events?source_run_id",
    ];

    private static IEnumerable<string> QueryOf(string target)
    {
        string list = PathOf(target).Split('/')[^1];
        foreach (string pair in target.Split('?').Skip(1).SelectMany(query => query.Split('&')))
        {
            string[] parts = pair.Split('=');
            if (parts[0] is not ("limit" or "offset"))
            {
                yield return parts[0] == "order_by" ? $"{list} by {parts[1].TrimStart('-')}" : $"{list}?{parts[0]}";
            }
        }
    }

    private static (string Method, string Path, string Body) Said(RecordedAirflow.Asked asked) =>
        (asked.Method, asked.Target, asked.Body.GetRawText());

    private static string PathOf(string target) => target.Split('?')[0];

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    private static JsonNode? Node(JsonElement body) => body.ValueKind == JsonValueKind.Undefined ? null : JsonNode.Parse(body.GetRawText());
}
