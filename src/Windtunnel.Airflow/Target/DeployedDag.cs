using System.Collections.Immutable;
using Windtunnel.Airflow.Rest;

namespace Windtunnel.Airflow.Target;

/// <summary>A DAG as a deployment has it, fit to be run.</summary>
internal sealed record DeployedDag
{
    private static readonly Version Oldest = new(3, 3);

    /// <summary>Airflow's version.</summary>
    public required string Version { get; init; }

    public required DagRow Row { get; init; }

    /// <summary>As it was authored where that is known, else as the deployment tells it.</summary>
    public required DagOutline Outline { get; init; }

    /// <summary>What differs between the two and need not matter.</summary>
    public required ImmutableArray<string> Doubts { get; init; }

    public string Id => Row.DagId;

    /// <exception cref="AirflowException">It cannot run there.</exception>
    public static async Task<DeployedDag> FindAsync(AirflowApi api, string dagId, DagOutline? authored, CancellationToken cancellation)
    {
        string version = await VersionAsync(api, cancellation).ConfigureAwait(false);
        await RequireSchedulerAsync(api, cancellation).ConfigureAwait(false);
        DagRow? row = await api.DagAsync(dagId, cancellation).ConfigureAwait(false);
        if (row is null || row.IsStale)
        {
            throw await Undeployed.ExplainAsync(api, dagId, row, cancellation).ConfigureAwait(false);
        }

        if (row.AllowedRunTypes is { } allowed && !allowed.Contains("manual"))
        {
            throw new AirflowException(
                $"Dag '{dagId}' at {api.Server} allows only runs of the types {string.Join(", ", allowed)}, so it cannot be triggered. "
                + "Allow manual runs, or test a Dag with the same tasks.");
        }

        IReadOnlyList<TaskRow> tasks = await api.TasksAsync(dagId, cancellation).ConfigureAwait(false);
        DagOutline deployed = DeployedOutline.Of(row, tasks);
        ImmutableArray<string> doubts = authored is null ? [] : StructureDrift.Doubts(api.Server, authored, deployed);
        return new() { Version = version, Row = row, Outline = authored ?? deployed, Doubts = doubts };
    }

    private static async Task<string> VersionAsync(AirflowApi api, CancellationToken cancellation)
    {
        string version = (await api.VersionAsync(cancellation).ConfigureAwait(false)).Version;
        string numbers = new([.. version.TakeWhile(character => char.IsDigit(character) || character == '.')]);
        return System.Version.TryParse(numbers.TrimEnd('.'), out Version? found) && found >= Oldest
            ? version
            : throw new AirflowException($"The Airflow at {api.Server} is version {version}. Windtunnel needs {Oldest} or later.");
    }

    private static async Task RequireSchedulerAsync(AirflowApi api, CancellationToken cancellation)
    {
        ComponentHealth? scheduler = (await api.HealthAsync(cancellation).ConfigureAwait(false)).Scheduler;
        if (scheduler?.Status != "healthy")
        {
            string seen = scheduler?.Heartbeat is { } at ? $"its last heartbeat was at {RestCall.Instant(at)}" : "it was never seen";
            throw new AirflowException(
                $"No scheduler runs at {api.Server}: {seen}. Nothing would start, so nothing was triggered. "
                + "Start 'airflow scheduler' there.");
        }
    }
}
