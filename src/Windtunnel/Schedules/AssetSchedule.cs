namespace Windtunnel.Schedules;

/// <summary>Runs come from asset events alone.</summary>
internal sealed class AssetSchedule(AssetExpression assets) : Schedule
{
    public override AssetExpression Assets => assets;

    public override string Description => $"on assets {assets}";

    public override bool IsPeriodic => false;

    public override PlannedRun? Next(DataInterval? last, ScheduleBounds bounds, DateTimeOffset now, TimeZoneInfo dagZone) => null;
}
