namespace Windtunnel;

/// <summary>What Airflow checks when it parses a DAG.</summary>
internal static class DagRules
{
    public static IEnumerable<DagError> Check(Dag dag)
    {
        foreach (TaskRef task in dag.Tasks.Where(task => task is { IsSetup: true, IsTeardown: true }))
        {
            yield return new("task.setup_and_teardown", task.Id, "It is both a setup and a teardown. Make it one of them.");
        }
    }
}
