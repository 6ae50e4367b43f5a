using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Windtunnel.Airflow.Rest;
using Windtunnel.Airflow.Target;

namespace Windtunnel.Airflow.Checks;

/// <summary>The deployed DAGs against those that are known here.</summary>
internal static class DagChecks
{
    private const int MostErrors = 20;
    private const int MostLines = 3;
    private const int RunsLookedAt = 3;

    public static async IAsyncEnumerable<Finding> ImportErrorsAsync(
        Examined examined, [EnumeratorCancellation] CancellationToken cancellation)
    {
        HashSet<string> ours = [.. examined.Expected.Dags.Select(dag => $"{dag.Id}.py")];
        int count = 0;
        await foreach (ImportErrorRow error in examined.Api.ImportErrorsAsync(filenamePattern: null, cancellation).ConfigureAwait(false))
        {
            if (++count > MostErrors)
            {
                continue;
            }

            bool isOurs = ours.Contains(Path.GetFileName(error.Filename));
            yield return new(
                isOurs ? FindingLevel.Error : FindingLevel.Warning, "import_errors",
                $"The file '{error.Filename}' does not import: {Undeployed.LastLine(error.StackTrace)}",
                isOurs ? "Export the stub again: windtunnel export." : "It is none of the DAGs here. Tell those whose it is.");
        }

        if (count > MostErrors)
        {
            yield return new(FindingLevel.Warning, "import_errors", $"{count - MostErrors} further files do not import.");
        }

        if (count == 0)
        {
            yield return Finding.Good("import_errors", "Every file imports.");
        }
    }

    public static async IAsyncEnumerable<Finding> DagsAsync(Examined examined, [EnumeratorCancellation] CancellationToken cancellation)
    {
        int good = 0;
        foreach (Dag dag in examined.Expected.Dags)
        {
            DagRow? row = await examined.Api.DagAsync(dag.Id, cancellation).ConfigureAwait(false);
            if (row is null || row.IsStale)
            {
                (string what, string cure) = await Undeployed.FindAsync(examined.Api, dag.Id, row, cancellation).ConfigureAwait(false);
                yield return new(FindingLevel.Error, "dags", what, cure);
                continue;
            }

            IReadOnlyList<TaskRow> tasks = await examined.Api.TasksAsync(dag.Id, cancellation).ConfigureAwait(false);
            ImmutableArray<string> differences = StructureDrift.Between(dag.Outline(), DeployedOutline.Of(row, tasks));
            if (!differences.IsEmpty)
            {
                yield return new(
                    FindingLevel.Error, "dags", $"Dag '{dag.Id}' is not the one here: {string.Join("; ", differences.Take(MostLines))}.",
                    "Export its stub and pack its bundle again, and deploy both.");
            }
            else if (row is { IsPaused: true, TimetableSummary: not null })
            {
                yield return new(
                    FindingLevel.Warning, "dags", $"Dag '{dag.Id}' is paused, so its schedule starts nothing.",
                    "Unpause it when its runs are wanted.");
            }
            else
            {
                good++;
            }
        }

        if (good > 0 || examined.Expected.Dags.IsEmpty)
        {
            yield return Finding.Good(
                "dags", $"{good} of {examined.Expected.Dags.Length} Dags are deployed with the tasks that they have here.");
        }
    }

    public static async IAsyncEnumerable<Finding> StubsAsync(Examined examined, [EnumeratorCancellation] CancellationToken cancellation)
    {
        int compared = 0;
        int good = 0;
        foreach (Dag dag in examined.Expected.Dags)
        {
            StubFile? stub = Exported(dag, examined.Expected.Stubs);
            string? deployed = stub is null ? null : await examined.Api.SourceAsync(dag.Id, cancellation).ConfigureAwait(false);
            if (stub is null || deployed is null)
            {
                continue;
            }

            compared++;
            string[] differences = [.. StubDrift.Between(deployed, stub)];
            good += differences.Length == 0 ? 1 : 0;
            if (differences.Length > 0)
            {
                string more = differences.Length > MostLines ? $" And {differences.Length - MostLines} more." : "";
                yield return new(
                    FindingLevel.Error, "stubs",
                    $"The stub of Dag '{dag.Id}' is not the one here. {string.Join(' ', differences.Take(MostLines))}{more}",
                    "Deploy the stub that belongs to the bundle: windtunnel export writes it.");
            }
        }

        if (good > 0)
        {
            yield return Finding.Good("stubs", $"{good} stubs are those that belong to the DAGs here.");
        }
        else if (compared == 0)
        {
            yield return new(FindingLevel.NotTold, "stubs", "No stub could be compared with that of its DAG.");
        }
    }

    /// <summary>Which bundle the workers have stands in the logs of its tasks only.</summary>
    public static async IAsyncEnumerable<Finding> BundleAsync(Examined examined, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (examined.Expected.BundleDigest is not { } expected)
        {
            yield return new(
                FindingLevel.NotTold, "bundle", "No bundle is known here that the workers' one could be compared with.",
                "Give the one that was deployed: --bundle FILE.");
            yield break;
        }

        List<string> silent = [];
        List<string> same = [];
        foreach (Dag dag in examined.Expected.Dags)
        {
            string? found = await DigestOfLastRunAsync(examined.Api, dag.Id, cancellation).ConfigureAwait(false);
            if (found is null || found == expected)
            {
                (found is null ? silent : same).Add(dag.Id);
                continue;
            }

            yield return new(
                FindingLevel.Error, "bundle",
                $"The last run of Dag '{dag.Id}' ran in a bundle with the digest {found[..12]}, and that here is {expected[..12]}.",
                "Copy the bundle to every worker, under another name first, and rename it: the next task uses it.");
        }

        if (same.Count > 0)
        {
            yield return Finding.Good("bundle", $"The last runs of {Examined.Names(same)} ran in the bundle {expected[..12]}, as here.");
        }

        if (silent.Count > 0)
        {
            yield return new(
                FindingLevel.NotTold, "bundle", $"No run of {Examined.Names(silent)} tells in which bundle it ran.",
                "Run one and look again: a task's log names its bundle at the level INFO.");
        }
    }

    private static async Task<string?> DigestOfLastRunAsync(AirflowApi api, string dagId, CancellationToken cancellation)
    {
        if (await api.DagAsync(dagId, cancellation).ConfigureAwait(false) is null)
        {
            return null;
        }

        int runs = 0;
        await foreach (RunRow run in api.RunsAsync(dagId, idPrefix: null, logicalDate: null, cancellation).ConfigureAwait(false))
        {
            await foreach (InstanceRow task in api.InstancesAsync(dagId, run.DagRunId, cancellation).ConfigureAwait(false))
            {
                bool ran = task is { TryNumber: > 0, StartDate: not null };
                if (ran && await DigestInLogAsync(api, task, cancellation).ConfigureAwait(false) is { } digest)
                {
                    return digest;
                }
            }

            if (++runs == RunsLookedAt)
            {
                break;
            }
        }

        return null;
    }

    private static async Task<string?> DigestInLogAsync(AirflowApi api, InstanceRow task, CancellationToken cancellation)
    {
        LogPage log = await api.LogAsync(
            task.DagId, task.DagRunId, task.TaskId, task.MapIndex, task.TryNumber, token: null, cancellation).ConfigureAwait(false);
        return log.Content
            .Select(line => line.ValueKind == JsonValueKind.Object && line.TryGetProperty(RunningBundle.DigestField, out JsonElement digest)
                ? digest.ToString()
                : null)
            .FirstOrDefault(digest => digest is { Length: >= 12 });
    }

    private static StubFile? Exported(Dag dag, StubOptions options)
    {
        try
        {
            return StubExport.Of(dag, options);
        }
        catch (StubException)
        {
            // A DAG that no stub can carry has none to compare.
            return null;
        }
    }
}
