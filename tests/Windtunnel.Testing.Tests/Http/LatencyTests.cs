namespace Windtunnel.Testing.Tests.Http;

public sealed class LatencyTests
{
    private const int Draws = 20_000;

    public static TheoryData<Latency, double, double> Distributions => new()
    {
        { Latency.None, 0, 0 },
        { Latency.Of(40.Milliseconds()), 40, 40 },
        { Latency.Uniform(100.Milliseconds(), 200.Milliseconds()), 150, 199 },
        { Latency.Normal(100.Milliseconds(), 10.Milliseconds()), 100, 123.3 },
        { Latency.LogNormal(50.Milliseconds(), 400.Milliseconds()), 50, 400 },
        { Latency.Exponential(100.Milliseconds()), 69.3, 460.5 },
    };

    [Theory]
    [MemberData(nameof(Distributions))]
    public void Draw_OfManyLatencies_HasTheMedianAndTailOfItsDistribution(Latency latency, double median, double percentile99)
    {
        var random = new Random(7);
        double[] drawn = [.. Enumerable.Range(0, Draws).Select(_ => latency.Draw(random).TotalMilliseconds).Order()];
        Assert.Equal(median, drawn[Draws / 2], median * 0.03);
        Assert.Equal(percentile99, drawn[Draws * 99 / 100], percentile99 * 0.08);
    }

    [Fact]
    public void Draw_WithALargeDeviation_IsNeverLessThanNothing()
    {
        var random = new Random(7);
        var latency = Latency.Normal(1.Milliseconds(), 100.Milliseconds());
        Assert.All(Enumerable.Range(0, 100), _ => Assert.True(latency.Draw(random) >= TimeSpan.Zero));
    }

    [Fact]
    public void LogNormal_WithAPercentileUnderTheMedian_IsRefused() => Assert.StartsWith(
        "A log-normal latency has a median over zero", Assert.Throws<ArgumentException>(
            () => Latency.LogNormal(2.Seconds(), 1.Seconds())).Message, StringComparison.Ordinal);

    [Fact]
    public void Normal_AroundNothing_IsCutOffThere()
    {
        var random = new Random(1);
        TimeSpan[] drawn = [.. Enumerable.Range(0, 100).Select(_ => Latency.Normal(TimeSpan.Zero, 1.Seconds()).Draw(random))];
        Assert.InRange(drawn.Count(time => time == TimeSpan.Zero), 30, 70);
    }
}
