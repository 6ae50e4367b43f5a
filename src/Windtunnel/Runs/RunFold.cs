namespace Windtunnel;

/// <summary>What follows from the entries of a journal: one pass, in the order of the entries.</summary>
internal sealed class RunFold
{
    private readonly Run _run;
    private readonly Dictionary<string, TaskRows> _tasks = [];
    private readonly List<FindingMade> _findings = [];
    private readonly List<AssetEventEmitted> _assetEvents = [];
    private readonly List<CallbackRan> _callbacks = [];

    public RunFold(Run run, RunCreated created)
    {
        _run = run;
        Outline = created.Dag;
        Array.ForEach([.. created.Dag.Tasks], Add);
        LastAt = created.At;
        for (int at = 0; at < run.Journal.Count; at++)
        {
            Apply(run.Journal[at], at);
        }

        Tasks = [.. Outline.Tasks.SelectMany(task => _tasks[task.Id].Instances)];
    }

    /// <summary>Of the last version, with what only earlier ones had at the end.</summary>
    public DagOutline Outline { get; private set; }

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
            case DagChanged e:
                Change(e.Dag);
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

    private void Change(DagOutline present)
    {
        foreach (TaskOutline task in present.Tasks)
        {
            if (_tasks.TryGetValue(task.Id, out TaskRows? rows))
            {
                rows.Change(task);
            }
            else
            {
                Add(task);
            }
        }

        HashSet<string> tasks = [.. present.Tasks.Select(task => task.Id)];
        HashSet<string> groups = [.. present.Groups.Select(group => group.Id)];
        Outline = present with
        {
            Tasks = [.. present.Tasks, .. Outline.Tasks.Where(task => !tasks.Contains(task.Id))],
            Groups = [.. present.Groups, .. Outline.Groups.Where(group => !groups.Contains(group.Id))],
        };
    }

    private void Add(TaskOutline task) => _tasks[task.Id] = new TaskRows(_run, task);

    private void Apply(TaskEntry entry, int at)
    {
        if (!_tasks.TryGetValue(entry.Task, out TaskRows? rows))
        {
            throw new JournalException(
                $"Entry {at + 1} of the journal is about task '{entry.Task}', which no entry before lists. "
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
