using System.Collections.Immutable;

namespace Windtunnel;

/// <summary>What is checked when a DAG is built: everything that Airflow rejects when it parses one, and what only C# can get
/// wrong.</summary>
/// <remarks>The table is the specification. A rule looks at the whole DAG, in time proportional to its size, and yields one error per
/// place.</remarks>
internal static class DagRules
{
    /// <summary>In this order they report. <see cref="EdgeRules.BetweenDags"/> and <see cref="EdgeRules.EmptyGroup"/> are noticed while
    /// authoring.</summary>
    internal static readonly ImmutableArray<Func<Dag, IEnumerable<DagError>>> All =
    [
        IdRules.DagId,
        IdRules.GroupIds,
        IdRules.TaskIds,
        IdRules.DuplicateGroups,
        IdRules.DuplicateTasks,
        EdgeRules.NoCycle,
        SetupRules.NeverBoth,
        SetupRules.TeardownHasNoRuleOfItsOwn,
        SetupRules.FollowedByAllSuccess,
        SetupRules.NotMapped,
        MappingRules.NoMapInMappedGroup,
        MappingRules.NoMapOverElement,
        MappingRules.NoMapOverFallback,
        MappingRules.NoAlwaysOverResult,
        MappingRules.NoAlwaysInGroupOverResult,
        InputRules.CollectedOutsideItsGroup,
        InputRules.CollectedOnlyFromMappedGroups,
        InputRules.ElementInItsGroup,
        TaskRules.PoolSlots,
        TaskRules.SensorFailsOneWay,
        TaskRules.SensorWaits,
        HumanRules.HasOptions,
        HumanRules.DefaultsAreOptions,
        HumanRules.OneDefaultForOneChoice,
        HumanRules.MappedOptionsExist,
        RunRules.FailFastNeedsAllSuccess,
        RunRules.CatchupNeedsStart,
        RunRules.ActiveRunsOfSchedule,
        RunRules.TagLength,
        ParamRules.UniqueNames,
        ParamRules.SchemasAreReadable,
        ParamRules.DefaultsOfScheduledDag,
    ];

    public static IEnumerable<DagError> Check(Dag dag) => All.SelectMany(rule => rule(dag));
}
