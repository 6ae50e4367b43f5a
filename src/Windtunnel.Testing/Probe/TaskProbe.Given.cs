namespace Windtunnel.Testing;

/// <content>What the body finds.</content>
public sealed partial class TaskProbe
{
    /// <summary>The result of a task that the body depends on. Of a mapped one, see <see cref="WithResults{T}"/>.</summary>
    /// <param name="taskId">The full task id.</param>
    /// <param name="value">What its body returned. Any type whose JSON is that of the real one will do.</param>
    public TaskProbe WithResult<T>(string taskId, T value) => WithXCom(taskId, XComKeys.Result, value);

    /// <summary>The results of all instances of a mapped task, by map index.</summary>
    public TaskProbe WithResults<T>(string taskId, params ReadOnlySpan<T> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            _given.Add(new(taskId, i, XComKeys.Result), values[i]);
        }

        _given.AddInstances(taskId);
        return this;
    }

    /// <summary>A task left no result: it was skipped, failed, or returned nothing.</summary>
    public TaskProbe WithoutResult(string taskId) => WithoutXCom(taskId, XComKeys.Result);

    /// <summary>An XCom that another task wrote, or this one in an earlier stint.</summary>
    /// <param name="taskId">The full task id.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">Any type whose JSON is that of the real one will do.</param>
    /// <param name="mapIndex">-1 for a task that is not mapped.</param>
    public TaskProbe WithXCom<T>(string taskId, string key, T value, int mapIndex = -1)
    {
        _given.Add(new(taskId, mapIndex, key), value);
        return this;
    }

    /// <summary>A task wrote nothing under a key.</summary>
    public TaskProbe WithoutXCom(string taskId, string key, int mapIndex = -1)
    {
        _given.AddNothing(new(taskId, mapIndex, key));
        return this;
    }

    /// <summary>There is no variable of this name.</summary>
    public TaskProbe WithoutVariable(string key)
    {
        _given.MissingVariables.Add(key);
        return this;
    }

    /// <summary>What the task kept under a key in earlier tries; null: nothing.</summary>
    public TaskProbe WithKept<T>(string key, T? value)
    {
        _given.Kept[key] = value is null ? null : _given.Json(value);
        return this;
    }

    /// <summary>What is kept for an asset under a key; null: nothing.</summary>
    public TaskProbe WithKeptFor<T>(Asset asset, string key, T? value)
    {
        ArgumentNullException.ThrowIfNull(asset);
        if (!_given.KeptFor.TryGetValue(asset, out Dictionary<string, XComValue?>? kept))
        {
            _given.KeptFor[asset] = kept = new(StringComparer.Ordinal);
        }

        kept[key] = value is null ? null : _given.Json(value);
        return this;
    }

    /// <summary>The state of a run that the body asks for; null: there is no such run.</summary>
    public TaskProbe WithRun(string dagId, string runId, RunState? state)
    {
        _given.RunStates[(dagId, runId)] = state;
        return this;
    }

    /// <summary>The asset events that triggered the run, oldest first; none: it was triggered otherwise.</summary>
    public TaskProbe TriggeredBy(params ReadOnlySpan<AssetEvent> events)
    {
        _given.Triggering = events.ToArray();
        return this;
    }

    /// <summary>The events of one of the task's inlets so far, oldest first.</summary>
    public TaskProbe WithEventsOf(Asset inlet, params ReadOnlySpan<AssetEvent> events)
    {
        ArgumentNullException.ThrowIfNull(inlet);
        _given.Events[inlet] = events.ToArray();
        return this;
    }
}
