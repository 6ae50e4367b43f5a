namespace Windtunnel.Airflow.Rest;

/// <content>DAGs, their tasks and versions, and backfills.</content>
internal sealed partial class AirflowApi
{
    /// <summary>All DAGs whose files import.</summary>
    /// <param name="idPattern">A part of their ids, with SQL's wildcards; null: all.</param>
    /// <param name="cancellation">Gives the call up.</param>
    public IAsyncEnumerable<DagRow> DagsAsync(string? idPattern, CancellationToken cancellation) => PagesAsync(
        offset => RestCall.Get(
            $"dags", ("dag_id_pattern", idPattern), ("order_by", "dag_id"), ("limit", PageSize), ("offset", offset)),
        "dags",
        DagRow.Read,
        cancellation);

    /// <summary>Null when there is none; one that is stale is found.</summary>
    public Task<DagRow?> DagAsync(string dagId, CancellationToken cancellation) =>
        OrNullAsync(http.ReadAsync(RestCall.Get($"dags/{dagId}"), DagRow.Read, cancellation));

    public async Task<IReadOnlyList<TaskRow>> TasksAsync(string dagId, CancellationToken cancellation) =>
        (await PageAsync(RestCall.Get($"dags/{dagId}/tasks"), "tasks", TaskRow.Read, cancellation).ConfigureAwait(false)).Rows;

    /// <summary>The text of the file that the newest version was read from; null when there is none.</summary>
    public async Task<string?> SourceAsync(string dagId, CancellationToken cancellation) => (await OrNullAsync(
        http.ReadAsync(RestCall.Get($"dagSources/{dagId}"), DagSourceRow.Read, cancellation)).ConfigureAwait(false))?.Content;

    /// <summary>The newest version; null when the Dag has none yet.</summary>
    public async Task<DagVersionRow?> NewestVersionAsync(string dagId, CancellationToken cancellation)
    {
        RestCall call = RestCall.Get($"dags/{dagId}/dagVersions", ("order_by", "-version_number"), ("limit", "1"));
        Page<DagVersionRow> page = await PageAsync(call, "dag_versions", DagVersionRow.Read, cancellation).ConfigureAwait(false);
        return page.Rows.Count == 0 ? null : page.Rows[0];
    }

    /// <summary>Unpausing a Dag with a schedule starts a run of its newest interval at once.</summary>
    public Task SetPausedAsync(string dagId, bool isPaused, CancellationToken cancellation) =>
        http.SendAsync(RestCall.Patch($"dags/{dagId}", new DagPause(isPaused), RestJson.Default.DagPause), cancellation);

    /// <summary>Creates all runs of a backfill at once; the scheduler starts them later.</summary>
    public Task<BackfillRow> BackfillAsync(BackfillOrder order, CancellationToken cancellation) => http.ReadAsync(
        RestCall.Post($"backfills", order, RestJson.Default.BackfillOrder), BackfillRow.Read, cancellation);

    /// <summary>Null when there is none.</summary>
    public Task<BackfillRow?> BackfillAsync(int id, CancellationToken cancellation) =>
        OrNullAsync(http.ReadAsync(RestCall.Get($"backfills/{id}"), BackfillRow.Read, cancellation));

    public IAsyncEnumerable<BackfillRow> BackfillsAsync(string dagId, CancellationToken cancellation) =>
        PagesAsync(
            offset => RestCall.Get($"backfills", ("dag_id", dagId), ("limit", PageSize), ("offset", offset)),
            "backfills",
            BackfillRow.Read,
            cancellation);

    /// <summary>Fails its queued runs; running ones go on.</summary>
    public Task CancelBackfillAsync(int id, CancellationToken cancellation) =>
        http.SendAsync(RestCall.Put($"backfills/{id}/cancel"), cancellation);
}
