using System.Runtime.CompilerServices;
using System.Text.Json;
using Windtunnel.Airflow.Rest;

namespace Windtunnel.Airflow.Checks;

/// <summary>Whether tasks get from the scheduler to a bundle: by queue, coordinator and worker.</summary>
internal static class QueueChecks
{
    private const string ExecutableCoordinator = "airflow.sdk.coordinators.executable.ExecutableCoordinator";
    private const string Example =
        "[sdk] coordinators = {\"csharp\": {\"classpath\": \"" + ExecutableCoordinator + "\", \"kwargs\": "
        + "{\"executables_root\": [\"/opt/airflow/csharp-bundles\"]}}}";

    /// <summary>A queue that is kept waiting longer than this has nobody who takes from it.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    public static async IAsyncEnumerable<Finding> QueuesAsync(Examined examined, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (Finding finding in DeployedAsync(examined, cancellation).ConfigureAwait(false))
        {
            yield return finding;
        }

        foreach (Finding finding in await RoutingAsync(examined, cancellation).ConfigureAwait(false))
        {
            yield return finding;
        }

        yield return await WaitingAsync(examined, cancellation).ConfigureAwait(false);
    }

    /// <summary>The queues that the stubs name, as the scheduler knows them.</summary>
    private static async IAsyncEnumerable<Finding> DeployedAsync(
        Examined examined, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (Dag dag in examined.Expected.Dags)
        {
            if (await examined.Api.DagAsync(dag.Id, cancellation).ConfigureAwait(false) is null or { IsStale: true })
            {
                continue;
            }

            IReadOnlyList<TaskRow> rows = await examined.Api.TasksAsync(dag.Id, cancellation).ConfigureAwait(false);
            Dictionary<string, string?> queues = rows.ToDictionary(row => row.TaskId, row => row.Queue, StringComparer.Ordinal);
            TaskRef? other = dag.Tasks.Where(task => !StubWriter.IsPython(task)).FirstOrDefault(
                task => queues.GetValueOrDefault(task.Id) is { } queue && queue != examined.Expected.Stubs.QueueOf(task.Spec));
            if (other is not null)
            {
                yield return new(
                    FindingLevel.Error, "queues",
                    $"Task '{other.Id}' of Dag '{dag.Id}' is deployed to the queue '{queues[other.Id]}', and here it is of "
                    + $"'{examined.Expected.Stubs.QueueOf(other.Spec)}'.",
                    "Export the stub with the queue that leads to the bundles: windtunnel export --queue NAME.");
            }
        }
    }

    private static async Task<IReadOnlyList<Finding>> RoutingAsync(Examined examined, CancellationToken cancellation)
    {
        try
        {
            IReadOnlyDictionary<string, string> sdk = await examined.Api.ConfigurationAsync("sdk", cancellation).ConfigureAwait(false);
            return Judge(examined, sdk);
        }
        catch (AirflowException e) when (e.Status is System.Net.HttpStatusCode.Forbidden or System.Net.HttpStatusCode.NotFound)
        {
            return
            [
                new(
                    FindingLevel.NotTold, "queues", "The deployment does not expose where its queues lead.",
                    "Set [api] expose_config = non-sensitive-only, or look at [sdk] queue_to_coordinator and coordinators of the workers."),
            ];
        }
    }

    /// <summary>By the configuration of the API server, which should be that of the workers.</summary>
    private static Finding[] Judge(Examined examined, IReadOnlyDictionary<string, string> sdk)
    {
        Dictionary<string, string> routes = ObjectIn(sdk.GetValueOrDefault("queue_to_coordinator"))
            .ToDictionary(route => route.Key, route => route.Value.ToString(), StringComparer.Ordinal);
        Dictionary<string, JsonElement> coordinators = ObjectIn(sdk.GetValueOrDefault("coordinators"));
        string[] queues =
        [
            .. examined.Expected.Dags.SelectMany(dag => dag.Tasks).Where(task => !StubWriter.IsPython(task))
                .Select(task => examined.Expected.Stubs.QueueOf(task.Spec)).Distinct().Order(StringComparer.Ordinal),
        ];
        return [.. queues.Select(queue => Judge(queue, routes, coordinators))];
    }

    private static Finding Judge(string queue, Dictionary<string, string> routes, Dictionary<string, JsonElement> coordinators)
    {
        if (!routes.TryGetValue(queue, out string? name))
        {
            return new(
                FindingLevel.Error, "queues", $"The queue '{queue}' leads to no coordinator: its tasks run as Python and fail.",
                $"Set [sdk] queue_to_coordinator = {{\"{queue}\": \"csharp\"}} on the workers.");
        }

        if (!coordinators.TryGetValue(name, out JsonElement coordinator))
        {
            return new(
                FindingLevel.Error, "queues",
                $"The queue '{queue}' leads to the coordinator '{name}', which is not there: every task of such a worker fails.",
                $"Set {Example} on the workers.");
        }

        string? path = coordinator.ValueKind == JsonValueKind.Object && coordinator.TryGetProperty("classpath", out JsonElement told)
            ? told.ToString()
            : null;
        return path == ExecutableCoordinator
            ? Finding.Good("queues", $"The queue '{queue}' leads to the coordinator '{name}', which starts bundles.")
            : new(
                FindingLevel.Warning, "queues",
                $"The queue '{queue}' leads to the coordinator '{name}', a {path ?? "thing without classpath"}.",
                $"Bundles need {Example}.");
    }

    private static async Task<Finding> WaitingAsync(Examined examined, CancellationToken cancellation)
    {
        HashSet<string> ours = [.. examined.Expected.Dags.Select(dag => dag.Id)];
        DateTimeOffset now = await examined.NowAsync(cancellation).ConfigureAwait(false);
        InstanceRow? oldest = (await examined.Api.QueuedAsync(cancellation).ConfigureAwait(false))
            .Where(task => ours.Contains(task.DagId) && task.QueuedWhen is not null).MinBy(task => task.QueuedWhen);
        return oldest is null || now - oldest.QueuedWhen <= LongestWait
            ? Finding.Good("queues", "No task waits for a worker.")
            : new(
                FindingLevel.Error, "queues",
                $"Task '{oldest.TaskId}' of Dag '{oldest.DagId}' waits for a worker of the queue '{oldest.Queue}' for "
                + $"{Duration.Text(TimeSpan.FromSeconds(Math.Round((now - oldest.QueuedWhen!.Value).TotalSeconds)))}.",
                $"Start a worker that takes from it (airflow celery worker --queues {oldest.Queue}), or look at why all are busy.");
    }

    private static Dictionary<string, JsonElement> ObjectIn(string? json)
    {
        try
        {
            return json is { Length: > 0 } && JsonElement.Parse(json) is { ValueKind: JsonValueKind.Object } read
                ? read.EnumerateObject().ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal)
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
