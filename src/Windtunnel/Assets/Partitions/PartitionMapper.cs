using Windtunnel.Assets;

namespace Windtunnel;

/// <summary>From the partition key of an asset event to the keys of the runs it counts for. Immutable.</summary>
public abstract record PartitionMapper
{
    private const string InstantFormat = "%Y-%m-%dT%H:%M:%S";

    private protected PartitionMapper()
    {
    }

    /// <summary>Each key is its own target.</summary>
    public static PartitionMapper Identity { get; } = new IdentityMapper();

    /// <summary>The target keys; a mapper that collects gives one, a mapper that fans out several.</summary>
    /// <exception cref="FormatException">The key does not fit. Airflow then counts the event for no run.</exception>
    public abstract IReadOnlyList<string> Map(string key);

    /// <summary>A key that is a time, mapped to the hour, day, week, month, quarter or year it lies in.</summary>
    /// <param name="period">Which of them.</param>
    /// <param name="zone">Whose clock the key was read from; null means UTC.</param>
    /// <param name="inputFormat">How the key is written, in the directives of <c>strftime</c>; null means <c>%Y-%m-%dT%H:%M:%S</c>.</param>
    /// <param name="outputFormat">How the target is written, with <c>{quarter}</c> for 1 to 4; null means Airflow's format for the period,
    /// such as <c>%Y-%m-%d</c> for a day.</param>
    /// <exception cref="ScheduleException">A format has a directive that is not supported.</exception>
    public static PartitionMapper StartOf(
        PartitionPeriod period, TimeZoneInfo? zone = null, string? inputFormat = null, string? outputFormat = null) =>
        new PeriodMapper(
            period,
            zone ?? TimeZoneInfo.Utc,
            KeyFormat.Parse(inputFormat ?? InstantFormat),
            KeyFormat.Parse(outputFormat ?? period.KeyFormat()));

    /// <summary>A key of several parts, joined by the delimiter, each mapped by its own mapper to one part of the target.</summary>
    public static PartitionMapper Product(IEnumerable<PartitionMapper> parts, string delimiter) => new ProductMapper([.. parts], delimiter);

    /// <inheritdoc cref="Product(IEnumerable{PartitionMapper}, string)"/>
    public static PartitionMapper Product(params PartitionMapper[] parts) => Product(parts, "|");

    /// <summary>One mapper after the other, each applied to all keys that the one before gave.</summary>
    public static PartitionMapper Chain(params PartitionMapper[] mappers) => new ChainMapper([.. mappers]);

    /// <summary>Each key is its own target, but only these are taken.</summary>
    public static PartitionMapper AllowedKeys(params string[] keys) => new AllowedKeyMapper([.. keys]);

    /// <summary>Whatever the key, one target.</summary>
    /// <exception cref="ArgumentException">The target is empty.</exception>
    public static PartitionMapper FixedKey(string target)
    {
        ArgumentException.ThrowIfNullOrEmpty(target);
        return new FixedKeyMapper(target);
    }

    /// <summary>One key for a whole period, mapped to all the members of that period: a week to its 7 days.</summary>
    /// <param name="upstream">Reads the key; one of <see cref="StartOf"/>.</param>
    /// <param name="window">Which members: those of an hour, day, week, month, quarter or year.</param>
    /// <param name="downstream">Writes each member; null means the period below the window. Minutes have none: give one.</param>
    /// <exception cref="ScheduleException">A mapper does not work with times, or none is known for minutes.</exception>
    public static PartitionMapper FanOut(PartitionMapper upstream, PartitionPeriod window, PartitionMapper? downstream = null) =>
        new FanOutMapper(
            PeriodMapper.Require(upstream),
            window,
            PeriodMapper.Require(downstream ?? StartOf(window.MemberPeriod() ?? throw PeriodMapper.NoMemberFormat(window))));

    /// <summary>Many keys, mapped to the period they make up; a run waits for the members of its period.</summary>
    /// <param name="upstream">Maps a member's key to the period's; one of <see cref="StartOf"/>.</param>
    /// <param name="window">Which members the period has.</param>
    /// <param name="wait">How many of them must have come; null means all.</param>
    /// <exception cref="ScheduleException">The upstream mapper does not work with times.</exception>
    public static PartitionMapper Rollup(PartitionMapper upstream, PartitionPeriod window, WaitPolicy? wait = null) =>
        new RollupMapper(PeriodMapper.Require(upstream), window, wait ?? WaitPolicy.WaitForAll);
}
