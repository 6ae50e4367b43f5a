using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;

namespace Windtunnel.Airflow.Rest;

/// <summary>The calls of the public REST API (v2) that running, following and judging DAGs needs, one method each. Thread-safe.</summary>
/// <remarks>All throw <see cref="AirflowException"/> when the server refuses, does not answer, or answers something else.</remarks>
internal sealed partial class AirflowApi(AirflowHttp http) : IDisposable
{
    /// <summary>The most rows that a server gives by default; one that gives fewer is asked again.</summary>
    private const string PageSize = "100";

    public Uri Server => http.Server;

    /// <summary>What must not be in any message.</summary>
    public SecretMask Mask => http.Mask;

    /// <summary>Needs no right beyond a valid token.</summary>
    public Task<VersionRow> VersionAsync(CancellationToken cancellation) =>
        http.ReadAsync(RestCall.Get($"version"), VersionRow.Read, cancellation);

    /// <summary>The clock of the server, in whole seconds; null where it does not tell.</summary>
    public Task<DateTimeOffset?> DateAsync(CancellationToken cancellation) => http.DateAsync(cancellation);

    /// <summary>One section of the configuration, by option. Refused with 403 unless the deployment exposes it.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ConfigurationAsync(string section, CancellationToken cancellation)
    {
        RestCall call = RestCall.Get($"config", ("section", section));
        ConfigRow config = await http.ReadAsync(call, ConfigRow.Read, cancellation).ConfigureAwait(false);
        return config.Sections.SelectMany(one => one.Options)
            .ToDictionary(option => option.Key, option => option.Value.ToString(), StringComparer.Ordinal);
    }

    /// <summary>Reads a list as briefly as can be, to see whether the user may.</summary>
    public Task TouchAsync(string list, CancellationToken cancellation) =>
        http.SendAsync(RestCall.Get($"{list}", ("limit", "1")), cancellation);

    public Task<HealthRow> HealthAsync(CancellationToken cancellation) =>
        http.ReadAsync(RestCall.Get($"monitor/health"), HealthRow.Read, cancellation);

    /// <summary>Why files of DAGs cannot be imported.</summary>
    /// <param name="filenamePattern">A part of the file's name; null: all.</param>
    /// <param name="cancellation">Gives the call up.</param>
    public IAsyncEnumerable<ImportErrorRow> ImportErrorsAsync(string? filenamePattern, CancellationToken cancellation) =>
        PagesAsync(
            offset => RestCall.Get(
                $"importErrors",
                ("filename_pattern", filenamePattern), ("limit", PageSize), ("offset", offset)),
            "import_errors",
            ImportErrorRow.Read,
            cancellation);

    /// <summary>What happened to the tasks of a run, and which calls changed it, in order. Needs the right to read the audit log.</summary>
    public IAsyncEnumerable<EventLogRow> EventLogsAsync(string dagId, string runId, CancellationToken cancellation) =>
        PagesAsync(
            offset => RestCall.Get(
                $"eventLogs", ("dag_id", dagId), ("run_id", runId), ("order_by", "when"), ("limit", PageSize), ("offset", offset)),
            "event_logs",
            EventLogRow.Read,
            cancellation);

    public void Dispose() => http.Dispose();

    /// <summary>The rows of a list, page by page. A page may be shorter than was asked for, so pages are counted by what came.</summary>
    private async IAsyncEnumerable<T> PagesAsync<T>(
        Func<string?, RestCall> at, string list, Func<JsonRow, T> read, [EnumeratorCancellation] CancellationToken cancellation)
        where T : class
    {
        int seen = 0;
        while (true)
        {
            string? offset = seen == 0 ? null : seen.ToString(CultureInfo.InvariantCulture);
            Page<T> page = await PageAsync(at(offset), list, read, cancellation).ConfigureAwait(false);
            foreach (T row in page.Rows)
            {
                yield return row;
            }

            seen += page.Rows.Count;
            if (page.Rows.Count == 0 || seen >= page.TotalEntries)
            {
                yield break;
            }
        }
    }

    /// <summary>The rows of a long list, from cursor to cursor.</summary>
    private async IAsyncEnumerable<T> FollowAsync<T>(
        Func<string, RestCall> at, string list, Func<JsonRow, T> read, [EnumeratorCancellation] CancellationToken cancellation)
        where T : class
    {
        for (string? cursor = ""; cursor is not null;)
        {
            Page<T> page = await PageAsync(at(cursor), list, read, cancellation).ConfigureAwait(false);
            foreach (T row in page.Rows)
            {
                yield return row;
            }

            cursor = page.Rows.Count == 0 ? null : page.NextCursor;
        }
    }

    private Task<Page<T>> PageAsync<T>(RestCall call, string list, Func<JsonRow, T> read, CancellationToken cancellation)
        where T : class => http.ReadAsync(call, row => Page<T>.Read(row, list, read), cancellation);

    /// <summary>What a call reads, or null when the server has no such thing.</summary>
    private static async Task<T?> OrNullAsync<T>(Task<T> call)
        where T : class
    {
        try
        {
            return await call.ConfigureAwait(false);
        }
        catch (AirflowException e) when (e.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Deletes, and is content when there was nothing.</summary>
    private async Task DeleteAsync(RestCall call, CancellationToken cancellation)
    {
        try
        {
            await http.SendAsync(call, cancellation).ConfigureAwait(false);
        }
        catch (AirflowException e) when (e.Status == HttpStatusCode.NotFound)
        {
            // Gone is what was asked for, also when a first attempt had done it and its answer was lost.
        }
    }
}
