namespace Windtunnel;

/// <summary>What follows from the entries of a journal: one pass, in the order of the entries.</summary>
internal sealed class RunFold
{
    private readonly Dictionary<string, TaskRows> _tasks = [];
    private readonly List<FindingMade> _findings = [];
    private readonly List<AssetEventEmitted> _assetEvents = [];
    private readonly List<CallbackRan> _callbacks = [];

    public RunFold(Run run, RunCreated created)
    {
        foreach (TaskOutline task in created.Dag.Tasks)
        {
            _tasks[task.Id] = new TaskRows(run, task);
        }

        LastAt = created.At;
        for (int at = 0; at < run.Journal.Count; at++)
        {
            Apply(run.Journal[at], at);
        }

        Tasks = [.. created.Dag.Tasks.SelectMany(task => _tasks[task.Id].Instances)];
    }

    public RunState State { get; private set; } = RunState.Queued;

    public string? Reason { get; private set; }

    public DateTimeOffset? StartedAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    public DateTimeOffset LastAt { get; private set; }

    public TaskInstance[] Tasks { get; }

    public IReadOnlyList<FindingMade> Findings => _findings;

    public IReadOnlyList<AssetEventEmitted> AssetEvents => _assetEvents;

    public IReadOnlyList<CallbackRan> Callbacks => _callbacks;

    public TaskRows? Rows(string taskId) => _tasks.GetValueOrDefault(taskId);

    private void Apply(JournalEntry entry, int at)
    {
        LastAt = entry.At;
        switch (entry)
        {
            case RunQueued:
                (State, StartedAt, EndedAt, Reason) = (RunState.Queued, null, null, null);
                break;
            case RunStarted:
                (State, StartedAt, EndedAt, Reason) = (RunState.Running, entry.At, null, null);
                break;
            case RunEnded e:
                (State, EndedAt, Reason) = (e.State, e.At, e.Reason);
                break;
            case FindingMade e:
                _findings.Add(e);
                break;
            case CallbackRan { Task: "" } e:
                _callbacks.Add(e);
                break;
            case TaskEntry e:
                Apply(e, at);
                break;
        }
    }

    private void Apply(TaskEntry entry, int at)
    {
        if (!_tasks.TryGetValue(entry.Task, out TaskRows? rows))
        {
            throw new JournalException(
                $"Entry {at + 1} of the journal is about task '{entry.Task}', which its first entry does not list. "
                + "The journal was not written by Windtunnel; take the original.",
                at + 2);
        }

        switch (entry)
        {
            case TaskExpanded e:
                rows.Expand(e.Length);
                break;
            case AssetEventEmitted e:
                _assetEvents.Add(e);
                break;
            default:
                rows.At(entry.MapIndex).Apply(entry);
                break;
        }
    }
}
