namespace Windtunnel;

/// <summary>A run was asked for a task instance that it does not have.</summary>
public sealed class TaskNotFoundException : Exception
{
    private TaskNotFoundException(string message)
        : base(message)
    {
    }

    internal static TaskNotFoundException NoSuchTask(Run run, string taskId) => new(
        $"Dag '{run.DagId}' has no task '{taskId}'. {NearestNames.Suggest(taskId, run.Outline.Tasks.Select(task => task.Id))}");

    internal static TaskNotFoundException Expanded(Run run, TaskRows rows) => new(
        $"Task '{rows.Outline.Id}' of Dag '{run.DagId}' has {rows.Instances.Count} instances, one for each map index. "
        + $"Use Task(\"{rows.Outline.Id}\", mapIndex) or Instances(\"{rows.Outline.Id}\").");

    internal static TaskNotFoundException NoSuchIndex(Run run, TaskRows rows, int mapIndex) => new(
        $"Task '{rows.Outline.Id}' of Dag '{run.DagId}' has no map index {mapIndex}. "
        + (rows.IsExpanded
            ? $"It has the indexes {rows.Instances[0].MapIndex} to {rows.Instances[^1].MapIndex}."
            : "It was not expanded; its only index is -1."));
}
