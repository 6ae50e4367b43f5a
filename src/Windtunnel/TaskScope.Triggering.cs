namespace Windtunnel;

public abstract partial class TaskScope
{
    /// <summary>Adds a task that creates a run of another DAG, and may wait for it. Airflow's <c>TriggerDagRunOperator</c>. It leaves the
    /// run's id as XCom <c>trigger_run_id</c>.</summary>
    /// <param name="id">The task id, without the ids of groups.</param>
    /// <param name="dagId">A DAG of the same deployment.</param>
    /// <param name="trigger">Which run, and whether it is waited for; null: a run for that moment, which is not.</param>
    /// <param name="spec">How it is run; null: as the DAG's defaults say.</param>
    public TaskRef TriggerDag(string id, string dagId, TriggerDagSpec? trigger = null, TaskSpec? spec = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(dagId);
        var run = new DagTriggering(dagId, trigger ?? new());
        TaskDefinition definition = run.Defers
            ? Define(id, TaskKind.Deferrable, spec, [], run.DeferAsync) with { Resume = run.ResumeAsync, ResultType = null }
            : Define(id, TaskKind.Task, spec, [], run.RunAsync);
        return Add(definition with { TriggersDag = dagId });
    }
}
