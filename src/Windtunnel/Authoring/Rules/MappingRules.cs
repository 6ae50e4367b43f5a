namespace Windtunnel;

/// <summary>What Airflow cannot map.</summary>
internal static class MappingRules
{
    public static IEnumerable<DagError> NoMapInMappedGroup(Dag dag) =>
        from task in dag.Tasks
        where task.IsMapped && task.Scope.IsInMappedGroup
        select new DagError(
            "map.in_mapped_group",
            $"Task '{task.Id}'",
            $"It is mapped and lies in the mapped group '{task.Scope.InnermostMapped}', which Airflow does not support. "
            + "Map it outside the group, or let the group have the elements that it needs.")
        {
            AirflowMessage = "NotImplementedError: operator expansion in an expanded task group is not yet supported",
        };

    public static IEnumerable<DagError> NoMapOverElement(Dag dag) =>
        from mapped in Mapped(dag)
        from input in mapped.Mapping.Inputs
        where input.Kind == InputKind.Element
        select new DagError(
            "map.over_element",
            mapped.Where,
            $"It is mapped over the element of the mapped group '{input.ElementOf}', which Airflow does not support. "
            + "Let a task before the group flatten the lists, and map the group over its result.")
        {
            AirflowMessage = "ValueError: Nested Mapped TaskGroups are not yet supported",
        };

    public static IEnumerable<DagError> NoMapOverFallback(Dag dag) =>
        from mapped in Mapped(dag)
        from input in mapped.Mapping.Inputs
        where input.Kind == InputKind.ResultOrFallback
        select new DagError(
            "map.over_fallback",
            mapped.Where,
            $"It is mapped over the result of '{input.Sources.First()}' with a fallback, "
            + "but Airflow counts the elements before a fallback could apply. "
            + "Map over the task itself, and let it return an empty list.");

    /// <summary>An instance that does not wait cannot know how many there are.</summary>
    public static IEnumerable<DagError> NoAlwaysOverResult(Dag dag) =>
        from task in dag.Tasks
        where task.Definition.Mapping is { IsLiteral: false } && task.Spec.TriggerRule == TriggerRule.Always
        select new DagError(
            "map.always",
            $"Task '{task.Id}'",
            $"It is mapped over the result of '{task.Definition.Mapping!.Sources.FirstOrDefault()}' and has the trigger rule always, "
            + "so it would not wait for it. "
            + "Give it another rule, e.g. all_done.")
        {
            AirflowMessage = "ValueError: Task-generated mapping within a task using 'expand' is not allowed with trigger rule 'always'.",
        };

    /// <summary>Airflow looks at the direct tasks of the group only; what lies in a plain group within is let through.</summary>
    public static IEnumerable<DagError> NoAlwaysInGroupOverResult(Dag dag) =>
        from task in dag.Tasks
        where task.Scope.Mapping is { IsLiteral: false } && task.Spec.TriggerRule == TriggerRule.Always && !task.IsTeardown
        select new DagError(
            "map.group_always",
            $"Task '{task.Id}'",
            $"It has the trigger rule always in the group '{task.Scope}', which is mapped over the result of "
            + $"'{task.Scope.Mapping!.Sources.FirstOrDefault()}', so it would not wait for it. Give it another rule, e.g. all_done.")
        {
            AirflowMessage = "ValueError: Task-generated mapping within a mapped task group is not allowed with trigger rule 'always'",
        };

    private static IEnumerable<(string Where, Mapping Mapping)> Mapped(Dag dag) =>
    [
        .. from task in dag.Tasks where task.IsMapped select ($"Task '{task.Id}'", task.Definition.Mapping!),
        .. from grp in dag.Groups where grp.IsMapped select ($"Group '{grp.Id}'", grp.Mapping!),
    ];
}
