using Windtunnel.Schedules;

namespace Windtunnel;

/// <summary>The stretch of time whose data a run works on; both ends may be the same instant.</summary>
/// <param name="Start">Included. For the schedules that know intervals it is the run's logical date.</param>
/// <param name="End">Not included.</param>
public sealed record DataInterval(DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>The empty interval at one instant.</summary>
    public static DataInterval At(DateTimeOffset instant) => new(instant, instant);

    public override string ToString() => $"{Iso8601.Format(Start)} to {Iso8601.Format(End)}";
}
