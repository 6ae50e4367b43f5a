namespace Windtunnel.Engine.Tests;

/// <summary>Adds tasks whose bodies do what a test needs, and no more.</summary>
internal static class Bodies
{
    public static TaskRef Succeeds(this TaskScope scope, string id, TaskSpec? spec = null) => scope.Task(id, _ => { }, spec);

    public static TaskRef Fails(this TaskScope scope, string id, TaskSpec? spec = null) =>
        scope.Task(id, (Action<TaskContext>)(_ => throw new InvalidOperationException($"{id} fails.")), spec);

    public static TaskRef Skips(this TaskScope scope, string id, TaskSpec? spec = null) =>
        scope.Task(id, (Action<TaskContext>)(_ => throw Outcome.Skip($"{id} skips.")), spec);

    /// <summary>Takes so many seconds of virtual time.</summary>
    public static TaskRef Takes(this TaskScope scope, string id, double seconds, TaskSpec? spec = null) =>
        scope.Task(id, context => context.DelayAsync(TimeSpan.FromSeconds(seconds)), spec);

    /// <summary>Draws an edge to the next task and returns that.</summary>
    public static TaskRef Then(this TaskRef task, TaskRef next)
    {
        task.Before(next);
        return next;
    }

    public static TaskSpec Rule(TriggerRule rule) => new() { TriggerRule = rule };
}
