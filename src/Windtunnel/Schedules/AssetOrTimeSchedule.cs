namespace Windtunnel.Schedules;

/// <summary>Runs come from asset events and, besides, from a schedule of time.</summary>
internal sealed class AssetOrTimeSchedule : Schedule
{
    public AssetOrTimeSchedule(AssetExpression assets, Schedule time)
    {
        Assets = assets;
        Time = time.Assets is null
            ? time
            : throw new ScheduleException(
                $"'{time}' runs on assets itself. Give Schedule.OnAssetsOr a schedule of time, and all assets in one expression.");
    }

    public override AssetExpression Assets { get; }

    public Schedule Time { get; }

    public override string Description => $"on assets {Assets}, or {Time}";

    public override bool IsPeriodic => Time.IsPeriodic;

    public override int? MaxActiveRunsLimit => Time.MaxActiveRunsLimit;

    public override PlannedRun? Next(DataInterval? last, ScheduleBounds bounds, DateTimeOffset now, TimeZoneInfo dagZone) =>
        Time.Next(last, bounds, now, dagZone);

    public override DataInterval ManualInterval(DateTimeOffset at, TimeZoneInfo dagZone) => Time.ManualInterval(at, dagZone);
}
