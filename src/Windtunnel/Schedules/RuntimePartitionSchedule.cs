namespace Windtunnel.Schedules;

/// <summary>Never by itself; the tasks of a run choose its partition keys.</summary>
internal sealed class RuntimePartitionSchedule : Schedule
{
    public override string Description => "never, partition keys are set at run time";

    public override bool IsPeriodic => false;

    public override bool IsPartitioned => true;

    public override PlannedRun? Next(DataInterval? last, ScheduleBounds bounds, DateTimeOffset now, TimeZoneInfo dagZone) => null;
}
