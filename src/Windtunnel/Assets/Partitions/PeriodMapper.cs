using Windtunnel.Schedules;

namespace Windtunnel.Assets;

/// <summary>The period that a key's time lies in.</summary>
internal sealed record PeriodMapper(PartitionPeriod Period, TimeZoneInfo Zone, KeyFormat Input, KeyFormat Output) : PartitionMapper
{
    public override IReadOnlyList<string> Map(string key) => [Output.Format(StartOfPeriod(key))];

    public DateTime StartOfPeriod(string key) => Period.StartOf(Existing(Input.Read(key)));

    /// <summary>The start of the period that one of the target keys names.</summary>
    public DateTime Decode(string target) => Output.Read(target);

    /// <summary>The key that upstream would use for a member of a period.</summary>
    public string Encode(DateTime member) => Input.Format(Existing(member));

    public static PeriodMapper Require(PartitionMapper mapper) => mapper as PeriodMapper ?? throw new ScheduleException(
        $"A window needs a mapper that reads times, but was given {mapper}. Give it one made by PartitionMapper.StartOf.");

    public static ScheduleException NoMemberFormat(PartitionPeriod window) => new(
        $"There is no period below the members of {window}. Give PartitionMapper.FanOut the downstream mapper that writes them.");

    // A time that the clock jumps over is moved on by the gap.
    private DateTime Existing(DateTime wall)
    {
        var clock = new WallClock(Zone);
        return clock.At(clock.InstantOf(wall));
    }
}
