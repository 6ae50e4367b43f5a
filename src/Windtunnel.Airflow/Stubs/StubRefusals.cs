using Windtunnel.Schedules;

namespace Windtunnel.Airflow;

/// <summary>What a stub cannot carry, and what to do instead.</summary>
internal static class StubRefusals
{
    public static IEnumerable<string> Of(Dag dag) => [.. DagRefusals(dag), .. Common(dag), .. OrderRefusals(dag)];

    /// <summary>What Airflow cannot be told about a DAG in any form.</summary>
    public static IEnumerable<string> Common(Dag dag) => [.. WatcherRefusals(dag), .. ZoneRefusals(dag), .. MappingRefusals(dag)];

    private static IEnumerable<string> DagRefusals(Dag dag)
    {
        if (!dag.Callbacks.OnSuccess.IsEmpty || !dag.Callbacks.OnFailure.IsEmpty)
        {
            yield return "Callbacks of the Dag are run by nobody, since Airflow would run them in Python. "
                + "Put the work into a task with TriggerRule.AllDone or TriggerRule.OneFailed behind the others.";
        }

        if (!dag.Deadlines.IsEmpty)
        {
            yield return "The callbacks of deadlines are run by nobody, since Airflow would run them in Python. "
                + "Set DagRunTimeout, or declare the deadline in a Dag of Python that watches this one.";
        }

        if (dag.Schedule is PartitionedAssetSchedule partitioned
            && partitioned.Assets.Leaves.OfType<AssetAlias>().FirstOrDefault() is { } alias)
        {
            yield return $"The schedule '{partitioned}' waits for partitions of the alias '{alias.Name}', which Airflow does not take. "
                + "Name the assets that are announced through it.";
        }
    }

    private static IEnumerable<string> WatcherRefusals(Dag dag) => dag.Watchers.Select(watcher =>
        $"The watcher '{watcher.Name}' of the asset '{watcher.Asset.Name}' is run by nobody, since Airflow watches with Python. "
        + "Let a sensor wait for the change, and a task behind it announce the asset.");

    private static IEnumerable<string> ZoneRefusals(Dag dag) => Zones(dag)
        .Where(zone => !zone.HasIanaId && zone != TimeZoneInfo.Utc)
        .Select(zone => $"The time zone '{zone.Id}' has no IANA name, and Python knows no others. Name it as in Europe/Berlin.");

    private static IEnumerable<TimeZoneInfo> Zones(Dag dag)
    {
        Schedule? time = dag.Schedule is AssetOrTimeSchedule both ? both.Time : dag.Schedule;
        Cadence? cadence = time switch
        {
            TriggerSchedule trigger => trigger.Cadence,
            IntervalSchedule interval => interval.Cadence,
            MultipleCronSchedule several => several.Parts[0].Cadence,
            CronPartitionSchedule partitions => partitions.Cadence,
            _ => null,
        };
        return [dag.TimeZone, .. cadence is CronCadence { Zone: { } own } ? [own] : Array.Empty<TimeZoneInfo>()];
    }

    private static IEnumerable<string> MappingRefusals(Dag dag) => dag.Tasks
        .Select(task => (Who: $"Task '{task.Id}'", task.Definition.Mapping))
        .Concat(dag.Groups.Select(group => (Who: $"Group '{group.Id}'", group.Mapping)))
        .Where(mapped => mapped.Mapping is { IsLiteral: false } mapping && !StubMapping.CanCarry(mapping.Shape))
        .Select(mapped => $"{mapped.Who} is mapped over a Zip or Concat of values that are written in the Dag, or of a Cross. "
            + "Let a task return those values and map over its result.");

    private static IEnumerable<string> OrderRefusals(Dag dag)
    {
        var order = new StubOrder(dag);
        return new TaskScope[] { dag }.Concat(dag.Groups).SelectMany(order.TangledIn).Select(group =>
            $"Something in the group '{group.Id}' is mapped over a result of another group, and the other way round, but a stub writes "
            + "each group in one piece. Put one of the mapped tasks into a group of its own.");
    }
}
