using Windtunnel.Schemas;

namespace Windtunnel;

/// <summary>Params have names, schemas, and values for runs that nobody triggers.</summary>
internal static class ParamRules
{
    public static IEnumerable<DagError> UniqueNames(Dag dag) =>
        from set in Sets(dag)
        from name in set.Params.GroupBy(param => param.Name).Where(same => same.Count() > 1).Select(same => same.Key)
        select new DagError("param.duplicate", set.Where, $"It has several params '{name}'. Keep one of them.");

    public static IEnumerable<DagError> SchemasAreReadable(Dag dag) =>
        from set in Sets(dag)
        from param in set.Params
        let problem = ProblemOf(param)
        where problem is not null
        select new DagError("param.schema", set.Where, $"Its param '{param.Name}' has no usable schema. {problem}");

    /// <summary>A run that nobody triggers has nobody to give a value. Without a schedule, defaults are checked when a run is
    /// created.</summary>
    public static IEnumerable<DagError> DefaultsOfScheduledDag(Dag dag) =>
        from param in dag.Schedule is null ? [] : dag.Params
        where ProblemOf(param) is null
        let problem = DefaultProblem(param)
        where problem is not null
        select new DagError(
            "param.default",
            $"Dag '{dag.Id}'",
            $"It has a schedule, but its param '{param.Name}' {problem} Give a default that matches its schema, or remove the schedule.")
        {
            AirflowMessage = $"ValueError: Dag '{dag.Id}' is not allowed to define a Schedule, "
                + "as there are required params without default values, "
                + "or the default values are not valid.",
        };

    private static string? DefaultProblem(Param param) => param.DefaultJson is not { } json
        ? "has no default."
        : param.Check(ParamValues.Parse(json)) is [var violation, ..] ? $"has a default that {violation.Reason}" : null;

    private static string? ProblemOf(Param param)
    {
        try
        {
            JsonSchema.Parse(param.WholeSchema());
            return null;
        }
        catch (SchemaException e)
        {
            return e.Message;
        }
    }

    private static IEnumerable<(string Where, IEnumerable<Param> Params)> Sets(Dag dag) =>
    [
        ($"Dag '{dag.Id}'", dag.Params),
        .. from task in dag.Tasks
           where !task.Spec.Params.IsEmpty || task.Definition.HumanInput is { Params.IsEmpty: false }
           from set in new[] { task.Spec.Params, task.Definition.HumanInput?.Params ?? [] }
           select ($"Task '{task.Id}'", (IEnumerable<Param>)set),
    ];
}
