using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Windtunnel.Airflow.Rest;

namespace Windtunnel.Airflow.Target;

/// <summary>Reads everything that a deployment tells of a finished run.</summary>
internal sealed class RunReader(AirflowApi api, string dagId, string runId, int mostRead)
{
    // Fewer than the client's limit: the workers of the deployment report through the same API server.
    private const int AtOnce = 4;

    private const int MostPages = 100;

    private readonly ConcurrentQueue<string> _notRead = [];

    public async Task<RunRecord> ReadAsync(RunRow run, CancellationToken cancellation)
    {
        List<InstanceRow> rows = await AllAsync(api.InstancesAsync(dagId, runId, cancellation)).ConfigureAwait(false);
        ILookup<(string, int), XComRow> xcoms = await XComsAsync(cancellation).ConfigureAwait(false);
        ILookup<(string, int), InstanceRow> tries = await TriesAsync(rows, cancellation).ConfigureAwait(false);
        ILookup<(string, int), TryRecord> logged = await LogsAsync(tries, cancellation).ConfigureAwait(false);
        return new()
        {
            Run = run,
            Instances = [.. rows.Select(row => new InstanceRecord(row, [.. logged[KeyOf(row)]], [.. xcoms[KeyOf(row)]]))],
            AssetEvents = await AllAsync(api.AssetEventsAsync(dagId, runId, cancellation)).ConfigureAwait(false),
            NotRead = [.. _notRead],
        };
    }

    private static (string, int) KeyOf(InstanceRow row) => (row.TaskId, row.MapIndex);

    /// <summary>An instance that was tried once is its own try; of the others the API keeps the earlier ones apart.</summary>
    private async Task<ILookup<(string, int), InstanceRow>> TriesAsync(List<InstanceRow> rows, CancellationToken cancellation)
    {
        IReadOnlyList<InstanceRow>[] tries = await EachAsync(
            rows,
            row => row.TryNumber switch
            {
                0 => Task.FromResult<IReadOnlyList<InstanceRow>>([]),
                1 => Task.FromResult<IReadOnlyList<InstanceRow>>([row]),
                _ => api.TriesAsync(dagId, runId, row.TaskId, row.MapIndex, cancellation),
            },
            cancellation).ConfigureAwait(false);
        return tries.SelectMany(some => some).Where(one => one.TryNumber > 0).ToLookup(KeyOf);
    }

    /// <summary>The logs of tries that did not succeed come first: they say why.</summary>
    private async Task<ILookup<(string, int), TryRecord>> LogsAsync(
        ILookup<(string, int), InstanceRow> tries, CancellationToken cancellation)
    {
        // A task without a body is passed over by the scheduler, on no host, and logs nothing.
        InstanceRow[] all = [.. tries.SelectMany(some => some)];
        InstanceRow[] wanted = [.. all.Where(one => !string.IsNullOrEmpty(one.Hostname)).OrderBy(one => one.State == "success")];
        InstanceRow[] read = [.. wanted.Take(mostRead)];
        if (read.Length < wanted.Length)
        {
            _notRead.Enqueue($"{wanted.Length - read.Length} of {wanted.Length} logs were not read (AirflowTargetOptions.MostRead).");
        }

        TryLog?[] logs = await EachAsync(
            read,
            one => ReadableAsync($"log of try {one.TryNumber} of {NameOf(one.TaskId, one.MapIndex)}", LogAsync(one, cancellation)),
            cancellation).ConfigureAwait(false);
        Dictionary<InstanceRow, TryLog?> byTry = new(read.Zip(logs, KeyValuePair.Create), ReferenceEqualityComparer.Instance);
        return all.ToLookup(KeyOf, one => new TryRecord(one, byTry.GetValueOrDefault(one) ?? TryLog.Empty));
    }

    private async Task<TryLog?> LogAsync(InstanceRow one, CancellationToken cancellation)
    {
        List<JsonElement> lines = [];
        string? token = null;
        for (int pages = 0; pages < MostPages; pages++)
        {
            LogPage page = await api.LogAsync(dagId, runId, one.TaskId, one.MapIndex, one.TryNumber, token, cancellation)
                .ConfigureAwait(false);
            lines.AddRange(page.Content);
            token = page.ContinuationToken;
            if (token is null || page.Content.Count == 0)
            {
                break;
            }
        }

        return TryLog.Of(lines);
    }

    private async Task<ILookup<(string, int), XComRow>> XComsAsync(CancellationToken cancellation)
    {
        List<XComRow> listed = await AllAsync(api.XComsAsync(dagId, runId, cancellation)).ConfigureAwait(false);
        if (listed.Count > mostRead)
        {
            _notRead.Enqueue($"{listed.Count - mostRead} of {listed.Count} XComs were not read (AirflowTargetOptions.MostRead).");
        }

        XComRow?[] read = await EachAsync(
            [.. listed.Take(mostRead)],
            one => ReadableAsync(
                $"XCom '{one.Key}' of {NameOf(one.TaskId, one.MapIndex)}",
                api.XComAsync(dagId, runId, one.TaskId, one.MapIndex, one.Key, cancellation)),
            cancellation).ConfigureAwait(false);
        return read.OfType<XComRow>().ToLookup(one => (one.TaskId, one.MapIndex));
    }

    /// <summary>One thing that the server cannot show, such as a log on a machine that is gone or a value that is no JSON, does not cost
    /// the run: it is null.</summary>
    private async Task<T?> ReadableAsync<T>(string what, Task<T?> read)
        where T : class
    {
        try
        {
            return await read.ConfigureAwait(false);
        }
        catch (AirflowException e) when (e.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
        catch (AirflowException e) when (e is { Fate: CallFate.Answered, Status: null or >= HttpStatusCode.InternalServerError })
        {
            _notRead.Enqueue($"The {what} could not be read: {e.Message}");
            return null;
        }
    }

    private static string NameOf(string taskId, int mapIndex) => mapIndex < 0 ? $"'{taskId}'" : $"'{taskId}[{mapIndex}]'";

    private static async Task<TResult[]> EachAsync<T, TResult>(
        IReadOnlyList<T> all, Func<T, Task<TResult>> read, CancellationToken cancellation)
    {
        TResult[] results = new TResult[all.Count];
        ParallelOptions options = new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForAsync(0, all.Count, options, async (at, _) => results[at] = await read(all[at]).ConfigureAwait(false))
            .ConfigureAwait(false);
        return results;
    }

    private static async Task<List<T>> AllAsync<T>(IAsyncEnumerable<T> rows)
    {
        List<T> all = [];
        await foreach (T row in rows.ConfigureAwait(false))
        {
            all.Add(row);
        }

        return all;
    }
}
