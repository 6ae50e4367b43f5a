using Windtunnel.Airflow.Rest;

namespace Windtunnel.Airflow.Target;

/// <summary>The structure of a DAG of any language, as far as the REST API tells it.</summary>
internal static class DeployedOutline
{
    public static DagOutline Of(DagRow dag, IReadOnlyList<TaskRow> tasks)
    {
        ILookup<string, string> upstream = tasks
            .SelectMany(task => task.DownstreamTaskIds.Select(next => (next, task.TaskId)))
            .ToLookup(edge => edge.next, edge => edge.TaskId, StringComparer.Ordinal);
        return new()
        {
            DagId = dag.DagId,
            DisplayName = dag.DagDisplayName == dag.DagId ? null : dag.DagDisplayName,
            Tasks = [.. tasks.Select(task => Of(task, upstream[task.TaskId]))],
        };
    }

    private static TaskOutline Of(TaskRow task, IEnumerable<string> upstream) => new()
    {
        Id = task.TaskId,
        Kind = KindOf(task.OperatorName),
        Rule = RuleOf(task),
        Upstream = [.. upstream.Order(StringComparer.Ordinal)],
        Mapped = task.IsMapped,
        Retries = (int)task.Retries,
        Doc = task.DocMd,
    };

    private static TriggerRule RuleOf(TaskRow task)
    {
        try
        {
            return TriggerRules.Parse(task.TriggerRule);
        }
        catch (FormatException e)
        {
            throw new AirflowException(
                $"Task '{task.TaskId}' on the deployment cannot be read: {e.Message} Take a later Windtunnel.", inner: e);
        }
    }

    private static string KindOf(string? operatorName) => operatorName switch
    {
        "EmptyOperator" => "empty",
        "HITLOperator" or "HITLEntryOperator" => "human_input",
        "ApprovalOperator" => "approval",
        "HITLBranchOperator" => "human_branch",
        "LatestOnlyOperator" => "latest_only",
        { } name when name.Contains("ShortCircuit", StringComparison.OrdinalIgnoreCase)
            || name.Contains("short_circuit", StringComparison.Ordinal) => "short_circuit",
        { } name when name.Contains("branch", StringComparison.OrdinalIgnoreCase) => "branch",
        { } name when name.Contains("sensor", StringComparison.OrdinalIgnoreCase) => "sensor",
        _ => "task",
    };
}
