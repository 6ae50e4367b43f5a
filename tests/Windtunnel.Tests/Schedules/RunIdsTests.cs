using Windtunnel.Schedules;

namespace Windtunnel.Tests.Schedules;

public sealed class RunIdsTests
{
    private static readonly DateTimeOffset RunAfter = new(2024, 1, 1, 1, 0, 0, TimeSpan.FromHours(1));

    [Theory]
    [InlineData(RunType.Scheduled, "scheduled__2024-01-01T00:00:00+00:00")]
    [InlineData(RunType.Backfill, "backfill__2024-01-01T00:00:00+00:00")]
    [InlineData(RunType.Manual, "manual__2024-01-01T00:00:00+00:00")]
    [InlineData(RunType.OperatorTriggered, "manual__2024-01-01T00:00:00+00:00")]
    public void Of_Type_NamesItAndTheInstantInUtc(RunType type, string id) => Assert.Equal(id, RunIds.Of(type, RunAfter));

    [Fact]
    public void Of_Suffix_TellsRunsOfOneInstantApart()
    {
        Assert.Equal("asset_triggered__2024-01-01T00:00:00+00:00_ab12CD34", RunIds.Of(RunType.AssetTriggered, RunAfter, "ab12CD34"));
        Assert.Equal("scheduled__2024-01-01T00:00:00+00:00__de__ab12CD34", RunIds.OfPartition(RunAfter, "de", "ab12CD34"));
    }

    [Fact]
    public void Of_FractionOfASecond_IsSixDigits() => Assert.Equal(
        "manual__2024-01-01T00:00:00.000500+00:00", RunIds.Of(RunType.Manual, RunAfter.AddTicks(5009)));

    [Theory]
    [InlineData("my run", "Run id 'my run' contains ' '. Use letters, digits and _ . ~ : + - only.")]
    [InlineData("a..b", "Run id 'a..b' contains '..'. Leave one dot out.")]
    [InlineData("scheduled__2024", "Run id 'scheduled__2024' begins like that of a run of another type. Choose one without 'scheduled__'.")]
    public void Check_BadId_SaysWhatIsWrong(string id, string message) => Assert.StartsWith(
        message, Assert.Throws<ArgumentException>(() => RunIds.Check(id, RunType.Manual)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("manual__2024-01-01T00:00:00+00:00", RunType.Manual)]
    [InlineData("release-1.2~rc", RunType.Manual)]
    [InlineData("scheduled__2024", RunType.Scheduled)]
    public void Check_GoodId_Passes(string id, RunType type) => Assert.Null(Record.Exception(() => RunIds.Check(id, type)));
}
