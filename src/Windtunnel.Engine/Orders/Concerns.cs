namespace Windtunnel.Engine;

/// <summary>Which tasks the end of a task may concern: those that a pass would examine because of it, and those it may skip.</summary>
internal sealed class Concerns
{
    private readonly TaskPlan[][] _of;
    private readonly TaskPlan[][] _skippers;

    public Concerns(DagPlan plan)
    {
        _of = new TaskPlan[plan.Tasks.Length][];
        List<TaskPlan>[] skippers = [.. plan.Tasks.Select(_ => new List<TaskPlan>())];
        ILookup<TaskPlan, TaskPlan> mapped = plan.Tasks
            .SelectMany(task => task.LengthSources.Select(source => (Source: source, Task: task)))
            .ToLookup(pair => pair.Source, pair => pair.Task);
        foreach (TaskPlan task in plan.Tasks)
        {
            TaskPlan[] skipped = task.CanSkipDownstream ? Below(plan, task) : [];
            Array.ForEach(skipped, target => skippers[target.Index].Add(task));
            _of[task.Index] =
            [
                .. task.Downstream.Concat(task.SetupDependents).Concat(task.ScopedTeardowns).Concat(mapped[task]).Concat(skipped)
                    .Distinct(),
            ];
        }

        _skippers = [.. skippers.Select(list => list.ToArray())];
    }

    public TaskPlan[] Of(TaskPlan task) => _of[task.Index];

    /// <summary>The branches and short circuits upstream that may skip a task.</summary>
    public TaskPlan[] SkippersOf(TaskPlan task) => _skippers[task.Index];

    private static TaskPlan[] Below(DagPlan plan, TaskPlan task)
    {
        bool[] reached = SetupScopes.Reach(plan, [task], next => next.Downstream);
        return [.. plan.Tasks.Where(next => reached[next.Index])];
    }
}
