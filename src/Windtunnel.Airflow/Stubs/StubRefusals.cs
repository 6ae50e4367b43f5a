using Windtunnel.Schedules;

namespace Windtunnel.Airflow;

/// <summary>What a stub cannot carry, and what to do instead.</summary>
internal static class StubRefusals
{
    public static IEnumerable<string> Of(Dag dag) => DagRefusals(dag)
        .Concat(dag.Tasks.Where(task => task.IsMapped)
            .SelectMany(task => MappingRefusals($"Task '{task.Id}'", task.Definition.Mapping!, task.Index)))
        .Concat(dag.Groups.Where(group => group.IsMapped)
            .SelectMany(group => MappingRefusals(
                $"Group '{group.Id}'", group.Mapping!, group.AllTasks.FirstOrDefault()?.Index ?? int.MaxValue)));

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

        foreach (TimeZoneInfo zone in Zones(dag).Where(zone => !zone.HasIanaId && zone != TimeZoneInfo.Utc))
        {
            yield return $"The time zone '{zone.Id}' has no IANA name, and Python knows no others. Name it as in Europe/Berlin.";
        }
    }

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

    private static IEnumerable<string> MappingRefusals(string who, Mapping mapping, int index)
    {
        if (mapping.Sources.FirstOrDefault(source => source.Index > index) is { } late)
        {
            yield return $"{who} is mapped over '{late.Id}', which was added to the Dag later. Add '{late.Id}' first.";
        }

        if (!mapping.IsLiteral && !StubMapping.CanCarry(mapping.Shape))
        {
            yield return $"{who} is mapped over a Zip or Concat of values that are written in the Dag, or of a Cross. "
                + "Let a task return those values and map over its result.";
        }
    }
}
