using System.Collections.Immutable;
using Windtunnel.Assets;
using Windtunnel.Schedules;

namespace Windtunnel;

/// <summary>
/// When a DAG runs. Immutable and without a clock: it answers for the instants it is given. Each kind is one of Airflow's timetables
/// and agrees with it to the microsecond.
/// </summary>
public abstract class Schedule
{
    private protected Schedule()
    {
    }

    /// <summary>One run, at the start date or, without one, at once.</summary>
    public static Schedule Once { get; } = new OnceSchedule();

    /// <summary>The next run as soon as the last is over. The DAG's <c>MaxActiveRuns</c> must be 1.</summary>
    public static Schedule Continuous { get; } = new ContinuousSchedule();

    /// <summary>Never by itself: runs are triggered, and their tasks choose the partition keys.</summary>
    public static Schedule PartitionedAtRuntime { get; } = new RuntimePartitionSchedule();

    /// <summary>In words, for reports.</summary>
    public abstract string Description { get; }

    /// <summary>The assets whose events start runs; null when only time does.</summary>
    public virtual AssetExpression? Assets => null;

    /// <summary>Whether the schedule repeats by the clock; only then can it be backfilled.</summary>
    public virtual bool IsPeriodic => true;

    /// <summary>The most active runs that the schedule permits its DAG; null means any number.</summary>
    public virtual int? MaxActiveRunsLimit => null;

    /// <summary>Whether runs are made for partition keys.</summary>
    public virtual bool IsPartitioned => false;

    /// <summary>A run at every match. Airflow's <c>CronTriggerTimetable</c>, what a cron text means there by default.</summary>
    /// <param name="expression">5 fields, 6 (second last) or 7 (year last), or a preset such as <c>@daily</c>.</param>
    /// <param name="zone">Whose clock is meant; null means that of the DAG.</param>
    /// <param name="interval">How much time before the match the run covers; null means none.</param>
    /// <param name="runImmediately">Which slot comes first without start date; null means the one just past if it is recent.</param>
    /// <exception cref="ScheduleException">The text is not a cron expression or never matches.</exception>
    public static Schedule Cron(
        string expression, TimeZoneInfo? zone = null, CalendarDelta? interval = null, RunImmediately? runImmediately = null) =>
        Trigger(expression, zone, interval, runImmediately);

    /// <summary>A run for every stretch between two matches, when it is over. Airflow's <c>CronDataIntervalTimetable</c>.</summary>
    /// <param name="expression">As for <see cref="Cron"/>.</param>
    /// <param name="zone">Whose clock is meant; null means that of the DAG.</param>
    /// <exception cref="ScheduleException">The text is not a cron expression or never matches.</exception>
    public static Schedule CronInterval(string expression, TimeZoneInfo? zone = null) =>
        new IntervalSchedule(new CronCadence(CronExpression.Parse(expression), zone));

    /// <summary>A run whenever one of several cron texts matches. Airflow's <c>MultipleCronTriggerTimetable</c>.</summary>
    /// <exception cref="ScheduleException">A text is not a cron expression, or there is none.</exception>
    public static Schedule Crons(params string[] expressions) => Crons(expressions, zone: null);

    /// <inheritdoc cref="Crons(string[])"/>
    /// <param name="expressions">Each as for <see cref="Cron"/>.</param>
    /// <param name="zone">Whose clock is meant by all of them; null means that of the DAG.</param>
    /// <param name="interval">How much time before the match the run covers; null means none.</param>
    /// <param name="runImmediately">Which slot comes first without start date; null means the one just past if it is recent.</param>
    public static Schedule Crons(
        IEnumerable<string> expressions, TimeZoneInfo? zone, CalendarDelta? interval = null, RunImmediately? runImmediately = null)
    {
        ImmutableArray<TriggerSchedule> parts = [.. expressions.Select(text => Trigger(text, zone, interval, runImmediately))];
        return parts.IsEmpty
            ? throw new ScheduleException("Schedule.Crons was given no cron text. Give it at least one.")
            : new MultipleCronSchedule(parts);
    }

    /// <summary>A run every <paramref name="delta"/>. Airflow's <c>DeltaTriggerTimetable</c>, what a duration means by default.</summary>
    /// <param name="delta">A <see cref="TimeSpan"/> or a number of months.</param>
    /// <param name="interval">How much time before its instant a run covers; null means none.</param>
    /// <exception cref="ScheduleException">The delta is not above zero.</exception>
    public static Schedule Every(CalendarDelta delta, CalendarDelta? interval = null) =>
        new TriggerSchedule(new DeltaCadence(delta), interval ?? default, runImmediately: null);

    /// <summary>A run for every <paramref name="delta"/>, when it is over. Airflow's <c>DeltaDataIntervalTimetable</c>.</summary>
    /// <param name="delta">A <see cref="TimeSpan"/> or a number of months.</param>
    /// <exception cref="ScheduleException">The delta is not above zero.</exception>
    public static Schedule EveryInterval(CalendarDelta delta) => new IntervalSchedule(new DeltaCadence(delta));

    /// <summary>A run at each of these instants, in any order and with repeats ignored. Airflow's <c>EventsTimetable</c>.</summary>
    public static Schedule Events(params DateTimeOffset[] events) => new EventsSchedule(events, restrictToEvents: false);

    /// <inheritdoc cref="Events(DateTimeOffset[])"/>
    /// <param name="events">When to run.</param>
    /// <param name="restrictToEvents">Whether a manual run takes the date of the newest event (or the first) instead of its own.</param>
    public static Schedule Events(IEnumerable<DateTimeOffset> events, bool restrictToEvents) =>
        new EventsSchedule(events, restrictToEvents);

    /// <summary>A run when events of the assets have fulfilled the expression.</summary>
    public static Schedule OnAssets(AssetExpression assets) => new AssetSchedule(assets);

    /// <summary>A run when events of the assets have fulfilled the expression, and those of <paramref name="time"/> besides.</summary>
    public static Schedule OnAssetsOr(AssetExpression assets, Schedule time) => new AssetOrTimeSchedule(assets, time);

    /// <summary>A run at every match, without logical date, for the match's partition. Airflow's <c>CronPartitionTimetable</c>.</summary>
    /// <param name="expression">As for <see cref="Cron"/>.</param>
    /// <param name="zone">Whose clock is meant, also in the key; null means that of the DAG.</param>
    /// <param name="runOffset">How many matches the partition lies after its run; −1 is the one before.</param>
    /// <param name="keyFormat">The key, in the numeric directives of <c>strftime</c>.</param>
    /// <param name="runImmediately">Which slot comes first without start date; null means the one just past if it is recent.</param>
    /// <exception cref="ScheduleException">The text is not a cron expression, never matches, or the format is not known.</exception>
    public static Schedule CronPartition(
        string expression,
        TimeZoneInfo? zone = null,
        int runOffset = 0,
        string keyFormat = "%Y-%m-%dT%H:%M:%S",
        RunImmediately? runImmediately = null) =>
        new CronPartitionSchedule(
            new CronCadence(CronExpression.Parse(expression), zone), runOffset, KeyFormat.Parse(keyFormat), runImmediately);

    /// <summary>A run per partition key whose events have fulfilled the expression. Airflow's <c>PartitionedAssetTimetable</c>.</summary>
    /// <param name="assets">What must have changed in the partition.</param>
    /// <param name="defaultMapper">From the key of an event to those of runs; null means that they are the same.</param>
    /// <param name="mappers">Other mappers for some of the assets; null means none.</param>
    public static Schedule OnPartitionedAssets(
        AssetExpression assets,
        PartitionMapper? defaultMapper = null,
        IEnumerable<KeyValuePair<AssetExpression, PartitionMapper>>? mappers = null) =>
        new PartitionedAssetSchedule(assets, [.. mappers ?? []], defaultMapper ?? PartitionMapper.Identity);

    /// <summary>The run that follows <paramref name="last"/>; null when there is none within the bounds.</summary>
    /// <param name="last">The interval of the last run the schedule made; null when it made none. Of a partition run, its instant.</param>
    /// <param name="bounds">The DAG's start, end and catch-up.</param>
    /// <param name="now">Read by schedules without catch-up, and where there is no start date.</param>
    /// <param name="dagZone">The clock of schedules that name no zone of their own.</param>
    public abstract PlannedRun? Next(DataInterval? last, ScheduleBounds bounds, DateTimeOffset now, TimeZoneInfo dagZone);

    /// <summary>The interval of a run triggered by hand for the instant <paramref name="at"/>.</summary>
    public virtual DataInterval ManualInterval(DateTimeOffset at, TimeZoneInfo dagZone) => DataInterval.At(at);

    /// <summary>Whether no newer run is due by now, as <c>LatestOnlyOperator</c> asks.</summary>
    /// <param name="run">The interval of the run; both ends its logical date, or when it may start, if it has none.</param>
    /// <param name="now">When the question is asked.</param>
    /// <param name="dagZone">The clock of schedules that name no zone of their own.</param>
    public bool IsLatest(DataInterval run, DateTimeOffset now, TimeZoneInfo dagZone)
    {
        var endingBeforeIt = new ScheduleBounds(null, run.End - TimeSpan.FromMicroseconds(1), Catchup: true);
        DateTimeOffset left = Next(run, endingBeforeIt, now, dagZone)?.RunAfter ?? run.Start;
        return Next(run, ScheduleBounds.None, now, dagZone) is not { } successor || (left < now && now <= successor.RunAfter);
    }

    public sealed override string ToString() => Description;

    private static TriggerSchedule Trigger(
        string expression, TimeZoneInfo? zone, CalendarDelta? interval, RunImmediately? runImmediately) =>
        new(new CronCadence(CronExpression.Parse(expression), zone), interval ?? default, runImmediately);
}
