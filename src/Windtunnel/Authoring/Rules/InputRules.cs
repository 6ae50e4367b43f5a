namespace Windtunnel;

/// <summary>Inputs are read where there is exactly one value of their type. Python finds out while running; the types of C# promise it
/// before.</summary>
internal static class InputRules
{
    public static IEnumerable<DagError> CollectedOutsideItsGroup(Dag dag) =>
        from read in Reads(dag)
        where read.Input.Kind is InputKind.Result or InputKind.ResultOrFallback
        from source in read.Input.Sources
        where HasOneResultPerElement(source, read.From)
        select new DagError(
            "input.not_collected",
            read.Where,
            $"It reads '{source.Id}' from outside the mapped group '{source.Scope.InnermostMapped}', "
            + "where that task has one result for each element. "
            + $"Wire {source.Definition.LocalId}.Collect(), the list of them.");

    public static IEnumerable<DagError> CollectedOnlyFromMappedGroups(Dag dag) =>
        from read in Reads(dag)
        where read.Input.Kind == InputKind.Collected
        from source in read.Input.Sources
        where source.IsMapped || !HasOneResultPerElement(source, read.From)
        select new DagError(
            "input.collected",
            read.Where,
            $"It collects the results of '{source.Id}', "
            + (source.IsMapped ? "which is mapped and hands on their list by itself. " : "which has one result here and no list of them. ")
            + $"Wire {source.Definition.LocalId} without Collect().");

    public static IEnumerable<DagError> ElementInItsGroup(Dag dag) =>
        from read in Reads(dag)
        let owner = read.Input.ElementOf
        where owner is not null && !IsWithin(read.From, owner)
        select new DagError(
            "input.element_outside",
            read.Where,
            $"It reads the element of the mapped group '{owner}' but lies outside of it, where there is no such element. "
            + "Move it into the group, or read the result of a task there with Collect().");

    /// <summary>Whether reading <paramref name="source"/> from there meets several instances of a group.</summary>
    private static bool HasOneResultPerElement(TaskRef source, TaskScope from) =>
        source.Scope.InnermostMapped is { } mapped && !IsWithin(from, mapped);

    private static bool IsWithin(TaskScope? scope, TaskScope group)
    {
        while (scope is not null && scope != group)
        {
            scope = scope.Parent;
        }

        return scope is not null;
    }

    /// <summary>Every input of a body, and of what a task or group is mapped over, with the scope it is read from.</summary>
    private static IEnumerable<(ITaskInput Input, TaskScope From, string Where)> Reads(Dag dag) =>
    [
        .. from task in dag.Tasks
           from input in task.Definition.Inputs.Concat(task.Definition.Mapping?.Inputs ?? [])
           select (input, task.Scope, $"Task '{task.Id}'"),
        .. from grp in dag.Groups
           from input in grp.Mapping?.Inputs ?? []
           select (input, grp.Parent!, $"Group '{grp.Id}'"),
    ];
}
