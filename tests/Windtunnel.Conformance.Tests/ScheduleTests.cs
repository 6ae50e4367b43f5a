using Windtunnel.Testing.Conformance;

namespace Windtunnel.Conformance.Tests;

/// <summary>Timetables asked by a real Airflow 3.3.2, asked here: the runs they plan, and the interval of a manual run.</summary>
public sealed class ScheduleTests
{
    private static readonly RecordedSchedule[] Recorded =
        [.. ConformanceFile.Read(Path.Combine(AppContext.BaseDirectory, "conformance", "schedules.json")).Schedules];

    public static IEnumerable<TheoryDataRow<int>> Recordings =>
        Recorded.Select((recording, index) => new TheoryDataRow<int>(index) { TestDisplayName = recording.Name });

    [Theory]
    [MemberData(nameof(Recordings))]
    public void Schedule_AskedLikeAirflow_PlansTheRecordedRuns(int index)
    {
        ConformanceRow row = Recorded[index].Check();

        Assert.True(row.Agrees, row.Difference);
    }

    [Fact]
    public void Recordings_OfSchedules_AreAllThere() => Assert.Equal(359, Recorded.Length);
}
