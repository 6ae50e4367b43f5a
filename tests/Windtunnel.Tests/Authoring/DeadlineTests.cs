namespace Windtunnel.Tests.Authoring;

public sealed class DeadlineTests
{
    [Theory]
    [InlineData(10, null, 10)]
    [InlineData(5, 2, 2)]
    public void AverageRuntime_WithoutAMinimum_NeedsAsManyRunsAsItLooksAt(int maxRuns, int? minRuns, int expected) => Assert.Equal(
        new AverageRuntimeReference(maxRuns, expected), DeadlineReference.AverageRuntime(maxRuns, minRuns));

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, 0)]
    [InlineData(2, 3)]
    public void AverageRuntime_OfNoRunsOrMoreThanTheMost_IsRefused(int maxRuns, int? minRuns) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => DeadlineReference.AverageRuntime(maxRuns, minRuns));

    [Fact]
    public void Deadlines_OfABuiltDag_AreKeptInOrder()
    {
        DateTimeOffset moment = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var dag = new Dag("d")
        {
            Deadlines =
            [
                new(DeadlineReference.DagRunQueuedAt, TimeSpan.FromMinutes(5), _ => { }),
                new(DeadlineReference.DagRunLogicalDate, TimeSpan.FromHours(1), _ => { }),
                new(DeadlineReference.At(moment), TimeSpan.Zero, _ => { }),
            ],
        };

        Assert.Equal(
            [new QueuedAtReference(), new LogicalDateReference(), new FixedReference(moment)],
            dag.Build().Deadlines.Select(deadline => deadline.Reference));
    }
}
