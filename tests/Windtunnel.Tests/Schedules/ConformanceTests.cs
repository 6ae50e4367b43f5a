namespace Windtunnel.Tests.Schedules;

public sealed class ConformanceTests
{
    public static IEnumerable<TheoryDataRow<int>> Recordings =>
        RecordedSchedule.All.Select((recording, index) => new TheoryDataRow<int>(index) { TestDisplayName = recording.Name });

    [Theory]
    [MemberData(nameof(Recordings))]
    public void Schedule_AskedLikeAirflow_PlansTheRecordedRuns(int index)
    {
        RecordedSchedule recording = RecordedSchedule.All[index];

        string expected = recording.RecordedOutcome();
        string actual = recording.PlannedOutcome();

        Assert.True(expected == actual, $"{recording.Name}\n\nAirflow:\n{expected}\n\nWindtunnel:\n{actual}");
    }
}
