namespace Windtunnel.Environments.Tests.Leaks;

public sealed class LeakLedgerTests
{
    private const string File = "'/tmp/left'. Delete it.";

    private const string Connection = "a connection to 127.0.0.1:4222, in no pool. Dispose of it.";

    private readonly HashSet<Trace> _there = [];
    private readonly LeakLedger _ledger;

    public LeakLedgerTests() => _ledger = new(() => _there);

    [Fact]
    public void File_ThereBeforeTheTest_IsNobodysLeak()
    {
        _there.Add(new("/tmp/left", File));
        using LeakAudit audit = Begin("A");

        Assert.Empty(audit.Leaks());
    }

    [Fact]
    public void File_MadeInATestThatRanAlone_IsItsLeakUntilItIsGone()
    {
        using LeakAudit audit = Begin("A");

        _there.Add(new("/tmp/left", File));
        Assert.Equal([File], audit.Leaks());

        _there.Clear();
        Assert.Empty(audit.Leaks());
    }

    [Fact]
    public void File_MadeBeforeTheOtherBegan_IsOfTheFirst()
    {
        using LeakAudit first = Begin("A");
        _there.Add(new("/tmp/left", File));
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
        _there.Add(new("/tmp/left", File));

        Assert.Equal([File], second.Leaks());
    }

    [Fact]
    public void File_MadeWhileBothRan_FailsNeitherAndIsToldWithBothNamesWhenBothHaveEnded()
    {
        using LeakAudit first = Begin("B");
        using LeakAudit second = Begin("A");
        _there.Add(new("/tmp/left", File));

        first.ShouldBeClean();
        Assert.Empty(_ledger.Untold());
        second.ShouldBeClean();

        Assert.Equal([$"One of the tests 'A', 'B' left behind: {File}"], _ledger.Untold());
    }

    [Fact]
    public void File_GoneWhenBothHaveEnded_HasNotLeaked()
    {
        using LeakAudit first = Begin("A");
        using LeakAudit second = Begin("B");
        _there.Add(new("/tmp/held-for-a-while", File));
        first.ShouldBeClean();
        _there.Clear();
        second.ShouldBeClean();

        Assert.Empty(_ledger.Untold());
    }

    [Fact]
    public void File_MadeBetweenTests_IsNobodysLeak()
    {
        Begin("A").Dispose();
        _there.Add(new("/tmp/left", File));
        using LeakAudit second = Begin("B");

        Assert.Empty(second.Leaks());
        Assert.Empty(_ledger.Untold());
    }

    [Fact]
    public void Connection_OneOfThoseThatAreOnlyCounted_IsOfNobodyAloneOnceOthersRan()
    {
        using LeakAudit first = Begin("A");
        _there.UnionWith(Trace.Counted(1, "connection", Connection));
        Assert.Equal([Connection], first.Leaks());

        // The one that A started may have ended, and this may be one of B.
        using LeakAudit second = Begin("B");
        first.ShouldBeClean();
        Assert.Empty(second.Leaks());
        second.ShouldBeClean();

        Assert.Equal([$"One of the tests 'A', 'B' left behind: {Connection}"], _ledger.Untold());
    }

    [Fact]
    public void Connection_CountedBeforeTheTest_IsNobodysEvenIfItWasNotSeenForAMoment()
    {
        _there.UnionWith(Trace.Counted(1, "connection", Connection));
        using LeakAudit audit = Begin("A");

        _there.Clear();
        Assert.Empty(audit.Leaks());
        _there.UnionWith(Trace.Counted(1, "connection", Connection));

        Assert.Empty(audit.Leaks());
    }

    [Fact]
    public void Leak_ThatATestWasToldOf_IsNotToldAgain()
    {
        LeakAudit first = Begin("A");
        _there.UnionWith(Trace.Counted(1, "connection", Connection));
        Assert.Throws<LeakException>(first.ShouldBeClean);

        LeakAudit second = Begin("B");
        second.ShouldBeClean();

        Assert.Empty(_ledger.Untold());
    }

    [Fact]
    public void Leak_OfATestThatEndedWithoutAVerdict_IsToldAtTheEndUnlessItIsGone()
    {
        LeakAudit audit = Begin("A");
        _there.Add(new("/tmp/left", File));
        audit.Dispose();
        Assert.Equal([$"Test 'A' left behind: {File}"], _ledger.Untold());

        _there.Clear();
        Assert.Empty(_ledger.Untold());
    }

    [Fact]
    public void Note_OfATestThatRunsBesideOthers_IsItsLeak()
    {
        using LeakAudit other = Begin("A");
        using LeakAudit own = Begin("B");

        _ledger.Note("a session that is idle in transaction.");

        Assert.Empty(other.Leaks());
        Assert.Equal(["a session that is idle in transaction."], own.Leaks());
    }

    [Fact]
    public void Leak_ThatIsIgnored_IsNotTold()
    {
        using LeakAudit audit = Begin("A");
        _ledger.Ignore("/tmp/left");
        _there.Add(new("/tmp/left", File));

        Assert.Empty(audit.Leaks());
    }

    private LeakAudit Begin(string test) => new(_ledger, test);
}
