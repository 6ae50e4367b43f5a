using System.Collections.Immutable;

namespace Windtunnel.Schedules;

/// <summary>A run at each of a list of instants.</summary>
internal sealed class EventsSchedule : Schedule
{
    public EventsSchedule(IEnumerable<DateTimeOffset> events, bool restrictToEvents)
    {
        Instants = [.. events.Select(at => at.ToUniversalTime()).Distinct().Order()];
        RestrictToEvents = restrictToEvents;
    }

    /// <summary>Ascending, each once.</summary>
    public ImmutableArray<DateTimeOffset> Instants { get; }

    /// <summary>Whether a manual run takes the interval of the newest event instead of its own instant.</summary>
    public bool RestrictToEvents { get; }

    public override string Description => Instants.Length switch
    {
        0 => "no events",
        1 => $"at {Iso8601.Format(Instants[0])}",
        int count => $"{count} events between {Iso8601.Format(Instants[0])} and {Iso8601.Format(Instants[^1])}",
    };

    public override PlannedRun? Next(DataInterval? last, ScheduleBounds bounds, DateTimeOffset now, TimeZoneInfo dagZone)
    {
        DateTimeOffset from = bounds.Earliest ?? DateTimeOffset.MinValue;
        from = !bounds.Catchup && now > from ? now : from;
        int index = last is not null && last.End >= from ? FirstAfter(last.End) : FirstAtOrAfter(from);
        return index < Instants.Length && !bounds.EndBefore(Instants[index]) ? PlannedRun.Over(Instants[index], Instants[index]) : null;
    }

    public override DataInterval ManualInterval(DateTimeOffset at, TimeZoneInfo dagZone) => !RestrictToEvents || Instants.IsEmpty
        ? DataInterval.At(at)
        : DataInterval.At(Instants[Math.Max(FirstAfter(at) - 1, 0)]);

    private int FirstAtOrAfter(DateTimeOffset instant) => Instants.BinarySearch(instant) is var index && index < 0 ? ~index : index;

    private int FirstAfter(DateTimeOffset instant) => Instants.BinarySearch(instant) is var index && index < 0 ? ~index : index + 1;
}
