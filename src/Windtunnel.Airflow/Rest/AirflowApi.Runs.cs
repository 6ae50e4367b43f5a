using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Windtunnel.Airflow.Rest;

/// <content>Runs of DAGs.</content>
internal sealed partial class AirflowApi
{
    /// <summary>Queues a run. Its id is ours, so the call may be repeated: a run of that id that is there is the one of a first
    /// attempt.</summary>
    /// <exception cref="AirflowException">Refused, e.g. with 409: another run of the Dag has the logical date.</exception>
    public async Task<RunRow> TriggerAsync(string dagId, RunOrder order, CancellationToken cancellation)
    {
        try
        {
            RestCall call = RestCall.Post($"dags/{dagId}/dagRuns", order, RestJson.Default.RunOrder).Repeatable();
            return await http.ReadAsync(call, RunRow.Read, cancellation).ConfigureAwait(false);
        }
        catch (AirflowException e) when (e.Status == HttpStatusCode.Conflict)
        {
            RunRow? first = await RunAsync(dagId, order.DagRunId, cancellation).ConfigureAwait(false);
            if (first is null)
            {
                throw;
            }

            return first;
        }
    }

    /// <summary>Null when there is none.</summary>
    public Task<RunRow?> RunAsync(string dagId, string runId, CancellationToken cancellation) =>
        OrNullAsync(http.ReadAsync(RestCall.Get($"dags/{dagId}/dagRuns/{runId}"), RunRow.Read, cancellation));

    /// <summary>The runs of a Dag, the newest first.</summary>
    /// <param name="dagId"><c>~</c>: of all Dags.</param>
    /// <param name="idPrefix">How their ids begin; null: any.</param>
    /// <param name="logicalDate">Only that with this date; null: any.</param>
    /// <param name="cancellation">Gives the call up.</param>
    public async IAsyncEnumerable<RunRow> RunsAsync(
        string dagId, string? idPrefix, DateTimeOffset? logicalDate, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string? date = RestCall.Instant(logicalDate);
        IAsyncEnumerable<RunRow> runs = FollowAsync(
            cursor => RestCall.Get(
                $"dags/{dagId}/dagRuns",
                ("cursor", cursor), ("run_id_prefix_pattern", idPrefix), ("logical_date_gte", date), ("logical_date_lte", date),
                ("order_by", "-run_after"), ("limit", PageSize)),
            "dag_runs",
            RunRow.Read,
            cancellation);
        await foreach (RunRow run in runs.ConfigureAwait(false))
        {
            // The server's prefix drops what is no letter or digit at its end, so it finds more.
            if (idPrefix is null || run.DagRunId.StartsWith(idPrefix, StringComparison.Ordinal))
            {
                yield return run;
            }
        }
    }

    /// <summary>The states of a run as they are seen, one for each interval, until it is finished. Ends without a finished state when the
    /// run was deleted or the server stops.</summary>
    public async IAsyncEnumerable<RunState> WaitAsync(
        string dagId, string runId, TimeSpan interval, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string seconds = interval.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        RestCall call = RestCall.Get($"dags/{dagId}/dagRuns/{runId}/wait", ("interval", seconds)) with
        {
            Interval = interval,
        };
        await foreach (string line in http.LinesAsync(call, cancellation).ConfigureAwait(false))
        {
            if (line.Length > 0)
            {
                yield return StateOf(call, line);
            }
        }
    }

    /// <summary>Sets the state to <c>failed</c>, <c>success</c> or <c>queued</c>. The first two end a running run; its processes end within
    /// a heartbeat.</summary>
    public Task SetRunStateAsync(string dagId, string runId, string state, CancellationToken cancellation) => http.SendAsync(
        RestCall.Patch($"dags/{dagId}/dagRuns/{runId}", new RunPatch { State = state }, RestJson.Default.RunPatch), cancellation);

    public Task SetRunNoteAsync(string dagId, string runId, string note, CancellationToken cancellation) => http.SendAsync(
        RestCall.Patch($"dags/{dagId}/dagRuns/{runId}", new RunPatch { Note = note }, RestJson.Default.RunPatch), cancellation);

    /// <summary>Lets a run begin anew: it is queued when the answer comes.</summary>
    public Task ClearRunAsync(string dagId, string runId, RunClearing clearing, CancellationToken cancellation) => http.SendAsync(
        RestCall.Post($"dags/{dagId}/dagRuns/{runId}/clear", clearing, RestJson.Default.RunClearing), cancellation);

    /// <summary>Lets tasks of one run begin anew; ids that the Dag does not have are passed over.</summary>
    /// <returns>What was cleared.</returns>
    public async Task<IReadOnlyList<InstanceRow>> ClearTasksAsync(string dagId, TaskClearing clearing, CancellationToken cancellation)
    {
        RestCall call = RestCall.Post($"dags/{dagId}/clearTaskInstances", clearing, RestJson.Default.TaskClearing);
        return (await PageAsync(call, "task_instances", InstanceRow.Read, cancellation).ConfigureAwait(false)).Rows;
    }

    /// <summary>Deletes a run that is queued or finished, with its task instances and XComs; a running one must be ended first.</summary>
    public Task DeleteRunAsync(string dagId, string runId, CancellationToken cancellation) =>
        DeleteAsync(RestCall.Delete($"dags/{dagId}/dagRuns/{runId}"), cancellation);

    internal static RunState? ParseState(string? state) => state switch
    {
        "queued" => RunState.Queued,
        "running" => RunState.Running,
        "success" => RunState.Success,
        "failed" => RunState.Failed,
        _ => null,
    };

    private RunState StateOf(RestCall call, string line)
    {
        try
        {
            return ParseState(JsonRow.Parse(Encoding.UTF8.GetBytes(line)).TextOrNull("state"))
                ?? throw RestErrors.Unreadable(Server, call, "a line without a state.");
        }
        catch (JsonException e)
        {
            throw RestErrors.Unreadable(Server, call, "a line that is no JSON.", e);
        }
    }
}
