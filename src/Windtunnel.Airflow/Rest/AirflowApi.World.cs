namespace Windtunnel.Airflow.Rest;

/// <content>What DAGs find around them: connections, variables, pools and assets.</content>
internal sealed partial class AirflowApi
{
    /// <summary>Null when there is none that the API shows: one from the environment or a secrets backend it does not.</summary>
    public Task<ConnectionRow?> ConnectionAsync(string id, CancellationToken cancellation) =>
        OrNullAsync(http.ReadAsync(RestCall.Get($"connections/{id}"), ConnectionRow.Read, cancellation));

    public IAsyncEnumerable<ConnectionRow> ConnectionsAsync(CancellationToken cancellation) => PagesAsync(
        offset => RestCall.Get($"connections", ("order_by", "connection_id"), ("limit", PageSize), ("offset", offset)),
        "connections",
        ConnectionRow.Read,
        cancellation);

    public Task CreateConnectionAsync(ConnectionRow connection, CancellationToken cancellation) =>
        http.SendAsync(RestCall.Post($"connections", connection, RestJson.Default.ConnectionRow), cancellation);

    public Task DeleteConnectionAsync(string id, CancellationToken cancellation) =>
        DeleteAsync(RestCall.Delete($"connections/{id}"), cancellation);

    /// <summary>Null when there is none that the API shows.</summary>
    public Task<VariableRow?> VariableAsync(string key, CancellationToken cancellation) =>
        OrNullAsync(http.ReadAsync(RestCall.Get($"variables/{key}"), VariableRow.Read, cancellation));

    public IAsyncEnumerable<VariableRow> VariablesAsync(CancellationToken cancellation) => PagesAsync(
        offset => RestCall.Get($"variables", ("order_by", "key"), ("limit", PageSize), ("offset", offset)),
        "variables",
        VariableRow.Read,
        cancellation);

    public Task CreateVariableAsync(VariableRow variable, CancellationToken cancellation) =>
        http.SendAsync(RestCall.Post($"variables", variable, RestJson.Default.VariableRow), cancellation);

    public Task DeleteVariableAsync(string key, CancellationToken cancellation) =>
        DeleteAsync(RestCall.Delete($"variables/{key}"), cancellation);

    public IAsyncEnumerable<PoolRow> PoolsAsync(CancellationToken cancellation) => PagesAsync(
        offset => RestCall.Get($"pools", ("order_by", "name"), ("limit", PageSize), ("offset", offset)),
        "pools",
        PoolRow.Read,
        cancellation);

    /// <summary>Null when there is none.</summary>
    public Task<PoolRow?> PoolAsync(string name, CancellationToken cancellation) =>
        OrNullAsync(http.ReadAsync(RestCall.Get($"pools/{name}"), PoolRow.Read, cancellation));

    public Task CreatePoolAsync(PoolRow pool, CancellationToken cancellation) =>
        http.SendAsync(RestCall.Post($"pools", pool, RestJson.Default.PoolRow), cancellation);

    public Task DeletePoolAsync(string name, CancellationToken cancellation) =>
        DeleteAsync(RestCall.Delete($"pools/{name}"), cancellation);

    public IAsyncEnumerable<AssetRow> AssetsAsync(CancellationToken cancellation) => PagesAsync(
        offset => RestCall.Get($"assets", ("order_by", "name"), ("limit", PageSize), ("offset", offset)),
        "assets",
        AssetRow.Read,
        cancellation);

    /// <summary>The asset events that a run emitted, in order, with the runs that they took part in starting so far.</summary>
    public IAsyncEnumerable<AssetEventRow> AssetEventsAsync(string dagId, string runId, CancellationToken cancellation) =>
        PagesAsync(
            offset => RestCall.Get(
                $"assets/events",
                ("source_dag_id", dagId), ("source_run_id", runId), ("order_by", "timestamp"), ("limit", PageSize), ("offset", offset)),
            "asset_events",
            AssetEventRow.Read,
            cancellation);

    /// <summary>Announces a change of an asset from outside. An event cannot be taken back.</summary>
    public Task<AssetEventRow> AnnounceAsync(AssetAnnouncement announcement, CancellationToken cancellation) => http.ReadAsync(
        RestCall.Post($"assets/events", announcement, RestJson.Default.AssetAnnouncement), AssetEventRow.Read, cancellation);
}
