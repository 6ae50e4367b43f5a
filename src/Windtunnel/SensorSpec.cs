namespace Windtunnel;

/// <summary>How a sensor waits between two pokes.</summary>
public enum SensorMode
{
    /// <summary>Inside the try; it keeps its slot.</summary>
    Poke,

    /// <summary>The try ends and is continued when the next poke is due; it gives up its slot.</summary>
    Reschedule,
}

/// <summary>How a sensor waits. Names, defaults and meanings are Airflow's.</summary>
public sealed record SensorSpec
{
    /// <summary>Default: <see cref="SensorMode.Poke"/>.</summary>
    public SensorMode Mode { get; init; } = SensorMode.Poke;

    /// <summary>The wait between two pokes. Default 60 s.</summary>
    public TimeSpan PokeInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>After a false poke later than this the sensor fails without retry. Default 7 days. In poke mode it counts from the start
    /// of the try, in reschedule mode from the first reschedule of the try.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Skip instead of failing at the timeout. Not together with <see cref="NeverFail"/>. Default false.</summary>
    public bool SoftFail { get; init; }

    /// <summary>Skip when a poke throws, whatever it throws; the sensor's own timeout still fails. Default false.</summary>
    public bool NeverFail { get; init; }

    /// <summary>A poke that throws is logged and counts as false. Default false.</summary>
    public bool SilentFail { get; init; }

    /// <summary>Lets the interval double from poke to poke, with jitter. Default false.</summary>
    public bool ExponentialBackoff { get; init; }

    /// <summary>Upper bound of one wait; null, the default: none.</summary>
    public TimeSpan? MaxWait { get; init; }
}

/// <summary>What a poke found.</summary>
/// <typeparam name="T">What the sensor hands on.</typeparam>
/// <param name="IsDone">True ends the waiting with success.</param>
/// <param name="Value">Handed on as the result when done.</param>
public readonly record struct Poke<T>(bool IsDone, T? Value) : IPoke
{
    object? IPoke.Value => Value;
}

/// <summary>A poke of any type, as the engine sees it.</summary>
internal interface IPoke
{
    bool IsDone { get; }

    object? Value { get; }
}

/// <summary>Makes <see cref="Poke{T}"/> values.</summary>
public static class Poke
{
    /// <summary>What was waited for is there.</summary>
    public static Poke<T> Done<T>(T value) => new(true, value);

    /// <summary>Not there yet: poke again after the interval.</summary>
    public static Poke<T> NotYet<T>() => new(false, default);
}
