namespace Windtunnel.Environments.Tests.Leaks;

public sealed class LeakLedgerTests
{
    private const string File = "'/tmp/left'. Delete it.";

    private readonly Dictionary<string, string> _there = [];
    private readonly LeakLedger _ledger;

    public LeakLedgerTests() => _ledger = new(() => _there);

    [Fact]
    public void File_ThereBeforeTheTest_IsNobodysLeak()
    {
        _there["/tmp/left"] = File;
        using LeakAudit audit = Begin("A");

        Assert.Empty(audit.Leaks());
    }

    [Fact]
    public void File_MadeInATestThatRanAlone_IsItsLeakUntilItIsGone()
    {
        using LeakAudit audit = Begin("A");

        _there["/tmp/left"] = File;
        Assert.Equal([File], audit.Leaks());

        _there.Clear();
        Assert.Empty(audit.Leaks());
    }

    [Fact]
    public void File_MadeBeforeTheOtherBegan_IsOfTheFirst()
    {
        using LeakAudit first = Begin("A");
        _there["/tmp/left"] = File;
        using LeakAudit second = Begin("B");

        Assert.Equal([File], first.Leaks());
        Assert.Empty(second.Leaks());
    }

    [Fact]
    public void File_MadeAfterTheOtherEnded_IsOfTheSecond()
    {
        using LeakAudit first = Begin("A");
        using LeakAudit second = Begin("B");
        first.Dispose();
        _there["/tmp/left"] = File;

        Assert.Equal([File], second.Leaks());
    }

    [Fact]
    public void File_MadeWhileBothRan_FailsNeitherAndIsToldWithBothNamesWhenBothHaveEnded()
    {
        using LeakAudit first = Begin("B");
        using LeakAudit second = Begin("A");
        _there["/tmp/left"] = File;

        first.ShouldBeClean();
        Assert.Empty(_ledger.OfSeveral());
        second.ShouldBeClean();

        Assert.Equal([$"One of the tests 'A', 'B' left behind: {File}"], _ledger.OfSeveral());
    }

    [Fact]
    public void File_GoneWhenBothHaveEnded_HasNotLeaked()
    {
        using LeakAudit first = Begin("A");
        using LeakAudit second = Begin("B");
        _there["/tmp/held-for-a-while"] = File;
        first.ShouldBeClean();
        _there.Clear();
        second.ShouldBeClean();

        Assert.Empty(_ledger.OfSeveral());
    }

    [Fact]
    public void File_MadeBetweenTests_IsNobodysLeak()
    {
        Begin("A").Dispose();
        _there["/tmp/left"] = File;
        using LeakAudit second = Begin("B");

        Assert.Empty(second.Leaks());
        Assert.Empty(_ledger.OfSeveral());
    }

    private LeakAudit Begin(string test) => new(_ledger, test);
}
