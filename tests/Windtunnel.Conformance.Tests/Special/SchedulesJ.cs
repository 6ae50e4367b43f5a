using static Windtunnel.Conformance.Tests.Special.Bodies;

namespace Windtunnel.Conformance.Tests.Special;

internal static class SchedulesJ
{
    [Scenario]
    public static Dag J23_delta() => Scheduled(nameof(J23_delta), Schedule.Every(TimeSpan.FromHours(12)), catchup: true, January(2));

    [Scenario]
    public static Dag J29_cron_trigger_catchup() =>
        Scheduled(nameof(J29_cron_trigger_catchup), Schedule.Cron("0 6 * * *"), catchup: true, January(3));

    [Scenario]
    public static Dag J29_interval_runs() =>
        Scheduled(nameof(J29_interval_runs), Schedule.CronInterval("0 6 * * *"), catchup: true, January(3));

    [Scenario]
    public static Dag J30_no_catchup() => Scheduled(nameof(J30_no_catchup), Schedule.Cron("@daily"), catchup: false, end: null);

    [Scenario]
    public static Dag J31_once() => Scheduled(nameof(J31_once), Schedule.Once, catchup: false, end: null);

    private static Dag Scheduled(string id, Schedule schedule, bool catchup, DateTimeOffset? end)
    {
        var dag = new Dag(id) { Schedule = schedule, StartDate = NewYear, EndDate = end, Catchup = catchup };
        dag.Op("a");
        return dag;
    }
}
