using System.Collections.Immutable;
using System.Text.Json;

namespace Windtunnel.Testing.Conformance;

/// <summary>Builds the DAG of a scenario through the authoring API, as its recorder built it in Python.</summary>
internal sealed class ScenarioDag
{
    private readonly Scenario _scenario;
    private readonly Dag _dag;
    private readonly Dictionary<string, TaskRef> _tasks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (TaskGroup Group, ITaskInput<JsonElement>? Item)> _groups = new(StringComparer.Ordinal);
    private readonly Func<TaskContext, TimeSpan>? _durations;

    private ScenarioDag(Scenario scenario, Func<TaskContext, TimeSpan>? durations)
    {
        _scenario = scenario;
        _durations = durations;
        _dag = new Dag(scenario.Name)
        {
            FailFast = scenario.Dag.FailFast,
            Defaults = new() { RetryDelay = TimeSpan.FromSeconds(1) },
            MaxActiveTasks = 16,
        };
    }

    /// <param name="scenario">What is built.</param>
    /// <param name="durations">How long each try takes; null: no time.</param>
    /// <exception cref="DagException">The DAG is not valid.</exception>
    public static Dag Build(Scenario scenario, Func<TaskContext, TimeSpan>? durations = null) =>
        new ScenarioDag(scenario, durations).Build();

    private Dag Build()
    {
        AddTasksAndGroups();
        foreach (ImmutableArray<string> edge in _scenario.Edges)
        {
            Node(edge[0]).Before(Node(edge[1]));
        }

        foreach (ScenarioTask task in _scenario.Tasks)
        {
            if (task.Setup)
            {
                _tasks[task.Id].AsSetup();
            }

            if (task.Teardown)
            {
                TaskRef[] setups = [.. _scenario.Teardowns.GetValueOrDefault(task.Id, []).Select(id => _tasks[id])];
                _tasks[task.Id].AsTeardown(task.OnFailureFailDagrun, setups);
            }
        }

        return _dag.Build();
    }

    private Node Node(string id) => _tasks.TryGetValue(id, out TaskRef? task) ? task : _groups[id].Group;

    /// <summary>Tasks and groups in an order in which what they are mapped over, and the group they lie in, is there before them.</summary>
    private void AddTasksAndGroups()
    {
        List<Func<bool>> open =
        [
            .. _scenario.Groups.Select(group => (Func<bool>)(() => TryAddGroup(group))),
            .. _scenario.Tasks.Select(task => (Func<bool>)(() => TryAddTask(task))),
        ];
        while (open.Count > 0)
        {
            if (open.RemoveAll(add => add()) == 0)
            {
                throw new InvalidDataException(
                    $"Scenario '{_scenario.Name}' has tasks or groups that depend on each other or on what it lacks.");
            }
        }
    }

    private bool TryAddGroup(JsonElement group)
    {
        string id = group.ValueKind == JsonValueKind.String ? group.GetString()! : group.GetProperty("id").GetString()!;
        string? map = group.ValueKind == JsonValueKind.String ? null : group.GetProperty("map").GetString();
        string? parent = ParentOf(id);
        if ((map is not null && !_tasks.ContainsKey(map)) || (parent is not null && !_groups.ContainsKey(parent)))
        {
            return false;
        }

        TaskScope scope = parent is null ? _dag : _groups[parent].Group;
        string localId = parent is null ? id : id[(parent.Length + 1)..];
        ITaskInput<JsonElement>? item = parent is null ? null : _groups[parent].Item;
        TaskGroup added = map is null
            ? scope.Group(localId, _ => { })
            : scope.MapGroup(localId, (ITaskInput<IReadOnlyList<JsonElement>>)_tasks[map], (_, element) => item = element);
        _groups[id] = (added, item);
        return true;
    }

    private string? ParentOf(string groupId) => _scenario.Groups
        .Select(group => group.ValueKind == JsonValueKind.String ? group.GetString()! : group.GetProperty("id").GetString()!)
        .Where(other => groupId.StartsWith(other + ".", StringComparison.Ordinal))
        .MaxBy(other => other.Length);

    private bool TryAddTask(ScenarioTask task)
    {
        if ((task.Map is { } map && !_tasks.ContainsKey(map)) || (task.Group is { } group && !_groups.ContainsKey(group)))
        {
            return false;
        }

        TaskScope scope = task.Group is null ? _dag : _groups[task.Group].Group;
        string localId = task.Group is null ? task.Id : task.Id[(task.Group.Length + 1)..];
        ITaskInput<JsonElement>? item = task.Group is null ? null : _groups[task.Group].Item;
        TaskRef? over = task.Map is null ? null : _tasks[task.Map];
        _tasks[task.Id] = new ScenarioBodies(_scenario, task, _durations).Add(scope, localId, item, over);
        return true;
    }
}
