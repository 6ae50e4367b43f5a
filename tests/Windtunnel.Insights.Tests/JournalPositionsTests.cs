using Windtunnel.Insights.Reports;
using Windtunnel.Tests.Runs;

namespace Windtunnel.Insights.Tests;

public sealed class JournalPositionsTests
{
    [Fact]
    public void Positions_OfStintsAndDecisions_AreWhereTheyStandInTheJournal()
    {
        var writing = new JournalWriting(JournalWriting.Task("a"), JournalWriting.Task("b"), JournalWriting.Task("c"))
            .Started("a").Started("b").Ended("a", TaskState.UpForRetry).Started("a", 2).Ended("a", TaskState.Success, 2)
            .Decided("c", TaskState.Skipped, new Cause { Kind = CauseKind.Branch });
        var positions = JournalPositions.Of(writing.Journal);
        Assert.Equal([2, 4, 5, 6], positions[("a", -1)]);
        Assert.Equal([3], positions[("b", -1)]);
        Assert.Equal([7, 7], positions[("c", -1)]);
    }
}
