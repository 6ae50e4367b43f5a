namespace Windtunnel.Testing;

/// <summary>How long something takes: always the same, or drawn from a distribution. Never less than nothing.</summary>
public sealed class Latency
{
    private readonly Func<Random, double> _milliseconds;

    private Latency(string words, Func<Random, double> milliseconds)
    {
        Words = words;
        _milliseconds = milliseconds;
    }

    public static Latency None { get; } = new("none", _ => 0);

    private string Words { get; }

    public static implicit operator Latency(TimeSpan time) => Of(time);

    public static Latency Of(TimeSpan time) => new($"{time}", _ => time.TotalMilliseconds);

    /// <summary>Every value from <paramref name="least"/> to <paramref name="most"/> is as likely as every other.</summary>
    public static Latency Uniform(TimeSpan least, TimeSpan most) => new(
        $"uniform from {least} to {most}",
        random => least.TotalMilliseconds + (random.NextDouble() * (most - least).TotalMilliseconds));

    /// <summary>A bell curve, cut off at nothing.</summary>
    public static Latency Normal(TimeSpan mean, TimeSpan deviation) => new(
        $"normal around {mean}", random => mean.TotalMilliseconds + (deviation.TotalMilliseconds * Gaussian(random)));

    /// <summary>The shape of most real services: half of all take at most <paramref name="median"/>, and one in a hundred takes
    /// <paramref name="percentile99"/> or more.</summary>
    /// <exception cref="ArgumentException">The percentile is less than the median, or the median is not positive.</exception>
    public static Latency LogNormal(TimeSpan median, TimeSpan percentile99)
    {
        if (median <= TimeSpan.Zero || percentile99 < median)
        {
            throw new ArgumentException($"A log-normal latency has a median over zero and a 99th percentile of at least that; these are "
                + $"{median} and {percentile99}.", nameof(percentile99));
        }

        // The 99th percentile of the standard normal distribution.
        double sigma = Math.Log(percentile99 / median) / 2.3263478740408408;
        return new($"log-normal around {median}", random => median.TotalMilliseconds * Math.Exp(sigma * Gaussian(random)));
    }

    /// <summary>Many short ones and few long ones, as between events that do not depend on one another.</summary>
    public static Latency Exponential(TimeSpan mean) =>
        new($"exponential around {mean}", random => -mean.TotalMilliseconds * Math.Log(1 - random.NextDouble()));

    /// <inheritdoc/>
    public override string ToString() => Words;

    internal TimeSpan Draw(Random random) => TimeSpan.FromMilliseconds(Math.Max(0, _milliseconds(random)));

    /// <summary>Box and Muller's transform.</summary>
    private static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
