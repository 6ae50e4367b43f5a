using System.Globalization;

namespace Windtunnel.Airflow.Rest;

/// <content>Task instances of a run: states, tries, logs, XComs and questions.</content>
internal sealed partial class AirflowApi
{
    /// <summary>All task instances of a run, the mapped ones each.</summary>
    public IAsyncEnumerable<InstanceRow> InstancesAsync(string dagId, string runId, CancellationToken cancellation) =>
        FollowAsync(
            cursor => RestCall.Get(
                $"dags/{dagId}/dagRuns/{runId}/taskInstances",
                ("cursor", cursor), ("order_by", "id"), ("limit", PageSize)),
            "task_instances",
            InstanceRow.Read,
            cancellation);

    /// <summary>The instances of all Dags that wait for a worker, those that wait longest first; at most a page of them.</summary>
    public async Task<IReadOnlyList<InstanceRow>> QueuedAsync(CancellationToken cancellation)
    {
        RestCall call = RestCall.Get($"dags/~/dagRuns/~/taskInstances", ("state", "queued"), ("order_by", "id"), ("limit", PageSize));
        return (await PageAsync(call, "task_instances", InstanceRow.Read, cancellation).ConfigureAwait(false)).Rows;
    }

    /// <summary>All tries of an instance, the first first.</summary>
    public async Task<IReadOnlyList<InstanceRow>> TriesAsync(
        string dagId, string runId, string taskId, int mapIndex, CancellationToken cancellation)
    {
        RestCall call = mapIndex < 0
            ? RestCall.Get($"dags/{dagId}/dagRuns/{runId}/taskInstances/{taskId}/tries")
            : RestCall.Get($"dags/{dagId}/dagRuns/{runId}/taskInstances/{taskId}/{mapIndex}/tries");
        Page<InstanceRow> page = await PageAsync(call, "task_instances", InstanceRow.Read, cancellation).ConfigureAwait(false);
        return [.. page.Rows.OrderBy(row => row.TryNumber)];
    }

    /// <summary>Why an instance that was not started yet does not run. Empty for one that was.</summary>
    public async Task<IReadOnlyList<Dependency>> DependenciesAsync(
        string dagId, string runId, string taskId, int mapIndex, CancellationToken cancellation)
    {
        RestCall call = mapIndex < 0
            ? RestCall.Get($"dags/{dagId}/dagRuns/{runId}/taskInstances/{taskId}/dependencies")
            : RestCall.Get($"dags/{dagId}/dagRuns/{runId}/taskInstances/{taskId}/{mapIndex}/dependencies");
        return await http.ReadAsync(call, row => row.List("dependencies", Dependency.Read), cancellation).ConfigureAwait(false);
    }

    /// <summary>A try's log from a point on; of a running task as far as it goes.</summary>
    /// <param name="dagId">The Dag.</param>
    /// <param name="runId">The run.</param>
    /// <param name="taskId">The task.</param>
    /// <param name="mapIndex">-1 when it is not mapped.</param>
    /// <param name="try">1 for the first.</param>
    /// <param name="token">Null: from its beginning; else where the page before says that it goes on.</param>
    /// <param name="cancellation">Gives the call up.</param>
    public Task<LogPage> LogAsync(
        string dagId, string runId, string taskId, int mapIndex, int @try, string? token, CancellationToken cancellation) => http.ReadAsync(
            RestCall.Get(
                $"dags/{dagId}/dagRuns/{runId}/taskInstances/{taskId}/logs/{@try}", ("map_index", Text(mapIndex)), ("token", token)),
            LogPage.Read,
            cancellation);

    /// <summary>The XComs of a run without their values.</summary>
    public IAsyncEnumerable<XComRow> XComsAsync(string dagId, string runId, CancellationToken cancellation) =>
        PagesAsync(
            offset => RestCall.Get(
                $"dags/{dagId}/dagRuns/{runId}/taskInstances/~/xcomEntries",
                ("limit", PageSize), ("offset", offset)),
            "xcom_entries",
            XComRow.Read,
            cancellation);

    /// <summary>An XCom with its value as Airflow stores it; null when there is none.</summary>
    public Task<XComRow?> XComAsync(
        string dagId, string runId, string taskId, int mapIndex, string key, CancellationToken cancellation) => OrNullAsync(http.ReadAsync(
            RestCall.Get(
                $"dags/{dagId}/dagRuns/{runId}/taskInstances/{taskId}/xcomEntries/{key}", ("map_index", Text(mapIndex))),
            XComRow.Read,
            cancellation));

    /// <summary>The questions of a run that nobody has answered yet.</summary>
    public IAsyncEnumerable<QuestionRow> OpenQuestionsAsync(string dagId, string runId, CancellationToken cancellation) =>
        PagesAsync(
            offset => RestCall.Get(
                $"dags/{dagId}/dagRuns/{runId}/hitlDetails",
                ("response_received", "false"), ("state", "awaiting_input"), ("limit", PageSize), ("offset", offset)),
            "hitl_details",
            QuestionRow.Read,
            cancellation);

    /// <summary>Answers a question; a second answer is refused with 409.</summary>
    public Task AnswerAsync(
        string dagId, string runId, string taskId, int mapIndex, AnswerBody answer, CancellationToken cancellation) => http.SendAsync(
            RestCall.Patch(
                $"dags/{dagId}/dagRuns/{runId}/taskInstances/{taskId}/{mapIndex}/hitlDetails", answer, RestJson.Default.AnswerBody),
            cancellation);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
