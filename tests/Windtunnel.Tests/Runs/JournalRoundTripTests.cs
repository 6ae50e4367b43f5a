using CsCheck;

namespace Windtunnel.Tests.Runs;

public sealed class JournalRoundTripTests
{
    [Fact]
    public void RandomJournal_SavedAndLoaded_IsTheSameToTheByte() =>
        RandomJournals.Any.Sample(journal =>
        {
            byte[] saved = JournalWriting.Bytes(journal);
            Journal loaded = JournalWriting.Load(saved);
            Assert.Equal(journal.Count, loaded.Count);
            Assert.Equal(saved, JournalWriting.Bytes(loaded));
        });

    [Fact]
    public void RandomJournal_SavedAndLoaded_GivesTheSameRun() =>
        RandomJournals.Any.Sample(journal =>
            Assert.Equal(RunPrint.Of(new Run(journal)), RunPrint.Of(new Run(JournalWriting.Load(JournalWriting.Bytes(journal))))));

    [Fact]
    public void Journals_MadeAtRandom_CoverEveryKindOfEntry()
    {
        string[] generated = [.. RandomJournals.Kinds.Select(gen => gen.Single().GetType().Name).Append(nameof(RunCreated)).Order()];
        string[] known = [.. typeof(JournalEntry).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(JournalEntry)) && !type.IsAbstract && type != typeof(UnknownEntry))
            .Select(type => type.Name).Order()];
        Assert.Equal(known, generated);
    }

    [Fact]
    public void Entry_IsOneLine_WithKindAndInstantFirst()
    {
        string text = JournalWriting.Text(new JournalWriting(JournalWriting.Task("load")).At(0.25).Started("load").Journal);
        Assert.Contains("\n{\"kind\":\"task.started\",\"at\":\"2026-01-01T00:00:00.25Z\",\"task\":\"load\",\"mapIndex\":-1,\"try\":1}\n",
            text, StringComparison.Ordinal);
    }

    [Fact]
    public void Instant_OfAnotherZone_IsWrittenInUtc()
    {
        var journal = new JournalWriting()
            .Add(new RunStarted { At = new DateTimeOffset(2026, 1, 1, 5, 0, 0, TimeSpan.FromHours(2)) }).Journal;
        Assert.Contains("\"at\":\"2026-01-01T03:00:00Z\"", JournalWriting.Text(journal), StringComparison.Ordinal);
    }

    [Fact]
    public void Save_OverAnOldFile_ReplacesItAndLeavesNothingElse()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("old.journal.jsonl");
        File.WriteAllText(path, "old");
        new JournalWriting().Journal.Save(path);
        Assert.Equal(2, Journal.Load(path).Count);
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Save_ThatFails_LeavesTheOldFile()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("old.journal.jsonl");
        File.WriteAllText(path, "old");
        Journal broken = new JournalWriting().Add(new UnknownEntry { At = JournalWriting.Origin, Kind = "x", Text = "{broken" }).Journal;
        Assert.ThrowsAny<Exception>(() => broken.Save(path));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Writer_AfterItsClosingLine_TakesNoMoreEntries()
    {
        using var writer = new JournalWriter(new MemoryStream());
        writer.Complete();
        writer.Complete();
        Assert.Throws<InvalidOperationException>(() => writer.Write(new RunStarted { At = JournalWriting.Origin }));
    }

    [Fact]
    public void Journal_WithHalfASurrogatePair_IsWrittenWithTheReplacementCharacter()
    {
        Journal journal = new JournalWriting(JournalWriting.Task("a")).Pushed("a", "\"\ud83d\"").Journal;
        Assert.Equal("\"\ufffd\"", new Run(JournalWriting.Load(JournalWriting.Bytes(journal))).Task("a").XComs["return_value"]);
    }
}
