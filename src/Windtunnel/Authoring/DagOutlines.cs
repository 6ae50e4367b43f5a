namespace Windtunnel;

/// <summary>Reduces a DAG to what a journal, a report or a drawing needs of it.</summary>
internal static class DagOutlines
{
    public static DagOutline Of(Dag dag) => new()
    {
        DagId = dag.Id,
        DisplayName = dag.DisplayName,
        Tags = dag.Tags,
        Doc = dag.Doc,
        Tasks = [.. dag.Tasks.Select(Of)],
        Groups = [.. dag.Groups.Select(group => new GroupOutline(group.Id, (group.Parent as TaskGroup)?.Id, group.IsMapped))],
    };

    private static TaskOutline Of(TaskRef task) => new()
    {
        Id = task.Id,
        Kind = NameOf(task.Kind),
        Rule = task.TriggerRule,
        Upstream = [.. task.Upstream.Select(upstream => upstream.Id)],
        Group = task.Group?.Id,
        Mapped = task.IsMapped,
        Setup = task.IsSetup,
        Teardown = task.IsTeardown,
        Retries = task.Spec.Retries ?? 0,
        Doc = task.Spec.Doc,
    };

    private static string NameOf(TaskKind kind) => kind switch
    {
        TaskKind.Task => "task",
        TaskKind.Empty => "empty",
        TaskKind.Branch => "branch",
        TaskKind.ShortCircuit => "short_circuit",
        TaskKind.LatestOnly => "latest_only",
        TaskKind.Sensor => "sensor",
        TaskKind.Deferrable => "deferrable",
        TaskKind.HumanInput => "human_input",
        TaskKind.Approval => "approval",
        TaskKind.HumanBranch => "human_branch",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "The kind has no name in an outline. Give it one."),
    };
}
