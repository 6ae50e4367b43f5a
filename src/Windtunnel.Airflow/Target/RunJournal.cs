using System.Collections.Immutable;
using Windtunnel.Airflow.Rest;

namespace Windtunnel.Airflow.Target;

/// <summary>Writes what a deployment tells of a run as the journal that the embedded engine would have kept.</summary>
internal static class RunJournal
{
    /// <summary>The code of the finding that says what a deployment's run lacks.</summary>
    public const string NotTold = "airflow.not_told";

    private const string NotToldText =
        "A deployment does not tell which connections a task asked for or what it counted unless its log says so, nor the waits within "
        + "a try, nor why the scheduler decided something: that is inferred from the states of the upstream tasks.";

    public static Journal Of(RunRecord record, DeployedDag dag, ImmutableArray<string> doubts, SecretMask mask)
    {
        RunRow run = record.Run;
        DagOutline outline = WithLateTasks(dag.Outline, record);
        DateTimeOffset created = run.QueuedAt ?? run.RunAfter;
        var journal = new Journal(mask);
        journal.Append(Created(run, dag, outline, created));
        if (run.StartDate is { } started)
        {
            journal.Append(new RunStarted { At = started });
        }

        JournalEntry[] told = [.. Told(record, outline, created)];
        foreach (JournalEntry entry in told)
        {
            journal.Append(entry);
        }

        DateTimeOffset ended = run.EndDate ?? told.LastOrDefault()?.At ?? created;
        foreach ((string code, string text) in Findings(record, doubts))
        {
            journal.Append(new FindingMade { At = ended, Code = code, Text = text });
        }

        journal.Append(new RunEnded { At = ended, State = AirflowApi.ParseState(run.State) ?? RunState.Failed, Reason = ReasonOf(record) });
        return journal;
    }

    private static RunCreated Created(RunRow run, DeployedDag dag, DagOutline outline, DateTimeOffset at) => new()
    {
        At = at,
        DagId = run.DagId,
        RunId = run.DagRunId,
        Type = RunReading.TypeOf(run.RunType),
        LogicalDate = run.LogicalDate,
        Interval = run is { DataIntervalStart: { } start, DataIntervalEnd: { } end } ? new(start, end) : null,
        RunAfter = run.RunAfter,
        Target = $"airflow {dag.Version}",
        Conf = run.Conf?.GetRawText() is { } conf and not "{}" ? conf : null,
        PartitionKey = run.PartitionKey,
        Dag = outline,
    };

    /// <summary>A run may have instances of tasks that the newest version of its Dag lacks.</summary>
    private static DagOutline WithLateTasks(DagOutline outline, RunRecord record)
    {
        HashSet<string> known = [.. outline.Tasks.Select(task => task.Id)];
        string[] late = [.. record.Instances.Select(instance => instance.Row.TaskId).Where(known.Add)];
        return late.Length == 0
            ? outline
            : outline with { Tasks = [.. outline.Tasks, .. late.Select(id => new TaskOutline { Id = id, Kind = "task" })] };
    }

    /// <summary>All that happened to tasks, by time. What happened to one instance stays in its order, whatever the clocks of the machines
    /// say.</summary>
    private static IEnumerable<JournalEntry> Told(RunRecord record, DagOutline outline, DateTimeOffset created)
    {
        var states = InstanceStates.Of(record, outline);
        IEnumerable<JournalEntry> expanded = record.Instances
            .Where(instance => instance.Row.MapIndex >= 0)
            .GroupBy(instance => instance.Row.TaskId, StringComparer.Ordinal)
            .Select(task => new TaskExpanded
            {
                At = task.Min(instance => FirstTime(instance, created)),
                Task = task.Key,
                Length = task.Max(instance => instance.Row.MapIndex) + 1,
            });
        IEnumerable<JournalEntry> instances = record.Instances
            .SelectMany(instance => InOrder(InstanceEntries.Of(instance, states, created), created));
        IEnumerable<JournalEntry> events = record.AssetEvents.Select(EmittedBy);
        return [.. expanded.Concat(instances).Concat(events).OrderBy(entry => entry.At)];
    }

    private static DateTimeOffset FirstTime(InstanceRecord instance, DateTimeOffset created)
    {
        InstanceRow first = instance.Tries.Count > 0 ? instance.Tries[0].Row : instance.Row;
        return first.ScheduledWhen ?? first.StartDate ?? first.EndDate ?? created;
    }

    private static IEnumerable<JournalEntry> InOrder(IEnumerable<JournalEntry> entries, DateTimeOffset from)
    {
        DateTimeOffset last = from;
        foreach (JournalEntry entry in entries)
        {
            last = entry.At > last ? entry.At : last;
            yield return entry with { At = last };
        }
    }

    private static AssetEventEmitted EmittedBy(AssetEventRow row) => new()
    {
        At = row.Timestamp,
        Task = row.SourceTaskId ?? "",
        MapIndex = row.SourceMapIndex,
        Name = row.Name,
        Uri = row.Uri,
        Extra = row.Extra?.GetRawText() is { } extra and not "{}" ? extra : null,
        PartitionKey = row.PartitionKey,
    };

    private static IEnumerable<(string Code, string Text)> Findings(RunRecord record, ImmutableArray<string> doubts)
    {
        yield return (NotTold, NotToldText);
        foreach (string doubt in doubts)
        {
            yield return ("airflow.differs", doubt);
        }

        foreach (string text in record.NotRead)
        {
            yield return ("airflow.not_read", text);
        }

        if (record.Run.DagVersions is { Count: > 1 } versions)
        {
            string numbers = string.Join(", ", versions.Select(version => version.VersionNumber));
            yield return ("airflow.versions", $"The Dag changed during the run: its tasks ran in the versions {numbers}.");
        }
    }

    private static string ReasonOf(RunRecord record) => record.Run.State switch
    {
        "success" => "success",
        _ when record.Instances.Any(instance => TaskStates.Parse(instance.Row.State).IsBad()) => "task_failure",
        _ => "all_tasks_deadlocked",
    };
}
