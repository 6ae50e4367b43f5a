namespace Windtunnel;

/// <summary>The instances of one task: the one with index -1 until it is expanded, those with the indexes 0, 1, ... from then on.</summary>
internal sealed class TaskRows(Run run, TaskOutline task)
{
    private readonly SortedList<int, TaskInstance> _mapped = [];
    private Dictionary<TaskState, int>? _states;
    private TaskInstance? _placeholder = new(run, task, -1);

    public TaskOutline Outline { get; private set; } = task;

    public bool IsExpanded => _mapped.Count > 0;

    /// <summary>In the order of the map index.</summary>
    public IReadOnlyList<TaskInstance> Instances
    {
        get
        {
            TaskInstance[] instances = new TaskInstance[_mapped.Count + (_placeholder is null ? 0 : 1)];
            _mapped.Values.CopyTo(instances, instances.Length - _mapped.Count);
            if (_placeholder is not null)
            {
                instances[0] = _placeholder;
            }

            return instances;
        }
    }

    /// <summary>Counted once, when the run is known to its end.</summary>
    public IReadOnlyDictionary<TaskState, int> States => _states ??= Instances.CountBy(instance => instance.State).ToDictionary();

    public TaskInstance? Find(int mapIndex) => mapIndex < 0 ? _placeholder : _mapped.GetValueOrDefault(mapIndex);

    /// <summary>The instance, which begins to exist when it did not.</summary>
    public TaskInstance At(int mapIndex)
    {
        if (Find(mapIndex) is { } existing)
        {
            return existing;
        }

        var instance = new TaskInstance(run, Outline, mapIndex);
        if (mapIndex < 0)
        {
            _placeholder = instance;
        }
        else
        {
            _mapped.Add(mapIndex, instance);
            DropPlaceholder();
        }

        return instance;
    }

    /// <summary>The task is authored otherwise from now on.</summary>
    public void Change(TaskOutline present)
    {
        Outline = present;
        foreach (TaskInstance instance in Instances)
        {
            instance.Outline = present;
        }
    }

    public void Expand(int length)
    {
        for (int index = 0; index < length; index++)
        {
            At(index);
        }
    }

    // Index 0 takes its place. One that has a state, e.g. removed, stays as a row of its own.
    private void DropPlaceholder()
    {
        if (_placeholder is { IsUntouched: true })
        {
            _placeholder = null;
        }
    }
}
