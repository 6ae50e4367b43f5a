using CsCheck;
using Windtunnel.Schedules;

namespace Windtunnel.Tests.Schedules;

public sealed class CronProperties
{
    private static readonly string[] Zones =
    [
        "UTC", "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Africa/Cairo", "Africa/Casablanca", "Asia/Kathmandu",
        "Australia/Lord_Howe", "Pacific/Apia", "Pacific/Chatham", "America/St_Johns", "Antarctica/Troll",
    ];

    private static readonly Gen<TimeZoneInfo> Zone = Gen.Int[0, Zones.Length - 1].Select(index => Plans.Zone(Zones[index]));

    private static readonly Gen<DateTimeOffset> Instant =
        Gen.Long[Plans.Utc("1995-01-01").Ticks, Plans.Utc("2060-01-01").Ticks].Select(ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

    private static readonly Gen<CronExpression> Cron =
        Gen.Select(Field(0, 59), Field(0, 23), Field(1, 28), Field(1, 12), Field(0, 6), (minute, hour, day, month, weekday) =>
            CronExpression.Parse($"{minute} {hour} {day} {month} {weekday}"));

    [Fact]
    public void Next_AnyZone_IsLater() => Gen.Select(Cron, Instant, Zone).Sample((cron, instant, zone) =>
        cron.Next(instant, zone) > instant);

    [Fact]
    public void NextAndPrevious_InUtc_LeaveNoMatchBetween() => Gen.Select(Cron, Instant).Sample((cron, instant) =>
    {
        DateTimeOffset next = cron.Next(instant, TimeZoneInfo.Utc)!.Value;
        DateTimeOffset previous = cron.Previous(instant, TimeZoneInfo.Utc)!.Value;
        return previous < instant && instant < next
            && cron.Previous(next, TimeZoneInfo.Utc) <= instant && cron.Next(previous, TimeZoneInfo.Utc) >= instant;
    });

    [Fact]
    public void Next_ListsOfNumbers_IsTheFirstMinuteInAllOfThem() =>
        Gen.Select(Numbers(0, 59), Numbers(0, 23), Numbers(1, 28), Instant).Sample(
            (minutes, hours, days, instant) =>
            {
                CronExpression cron = CronExpression.Parse($"{List(minutes)} {List(hours)} {List(days)} * *");
                DateTimeOffset minute = instant.AddTicks(TimeSpan.TicksPerMinute - (instant.Ticks % TimeSpan.TicksPerMinute));
                while (!minutes.Contains(minute.Minute) || !hours.Contains(minute.Hour) || !days.Contains(minute.Day))
                {
                    minute = minute.AddMinutes(1);
                }

                return cron.Next(instant, TimeZoneInfo.Utc) == minute;
            });

    [Fact]
    public void CronInterval_AnyZone_RunsFollowEachOther() => Gen.Select(Cron, Instant, Zone).Sample((cron, instant, zone) =>
    {
        Schedule schedule = Schedule.CronInterval(cron.Text);
        var bounds = new ScheduleBounds(instant, null, Catchup: true);
        PlannedRun first = schedule.Next(null, bounds, instant, zone)!;
        PlannedRun second = schedule.Next(first.Interval, bounds, instant, zone)!;
        return first.LogicalDate < first.RunAfter && first.LogicalDate < second.LogicalDate && first.RunAfter < second.RunAfter;
    });

    [Fact]
    public void Next_WithLatest_NeverTriggersAfterIt() => Gen.Select(Cron, Instant, Gen.Int[0, 100]).Sample((cron, instant, days) =>
    {
        var bounds = new ScheduleBounds(instant, instant.AddDays(days), Catchup: true);
        PlannedRun? run = Schedule.Cron(cron.Text).Next(null, bounds, instant, TimeZoneInfo.Utc);
        return run is null
            ? cron.Next(instant, TimeZoneInfo.Utc) > bounds.Latest
            : run.RunAfter >= bounds.Earliest && run.RunAfter <= bounds.Latest;
    });

    private static Gen<int[]> Numbers(int low, int high) => Gen.Int[low, high].Array[1, 4];

    private static Gen<string> Field(int low, int high) => Gen.OneOf(
        Gen.Const("*"),
        Gen.Int[1, high].Select(step => $"*/{step}"),
        Numbers(low, high).Select(List),
        Gen.Select(Gen.Int[low, high], Gen.Int[low, high], Gen.Int[1, 5]).Select((from, to, step) => $"{from}-{to}/{step}"));

    private static string List(int[] numbers) => string.Join(',', numbers);
}
