namespace Windtunnel.Engine;

/// <summary>Priority weights by Airflow's rules (§11.1): a task's own weight and those of everything downstream or upstream, each counted
/// once.</summary>
internal sealed class PriorityWeights(TaskPlan[] tasks)
{
    private readonly Lazy<ClosureSums> _downstream = new(() => new ClosureSums(tasks, task => task.Downstream, task => task.Upstream));
    private readonly Lazy<ClosureSums> _upstream = new(() => new ClosureSums(tasks, task => task.Upstream, task => task.Downstream));

    public int Of(TaskPlan task)
    {
        int own = task.Spec.PriorityWeight;
        long total = task.Spec.WeightRule switch
        {
            WeightRule.Downstream => own + _downstream.Value.Of(task),
            WeightRule.Upstream => own + _upstream.Value.Of(task),
            _ => own,
        };
        return (int)Math.Clamp(total, int.MinValue, int.MaxValue);
    }
}
