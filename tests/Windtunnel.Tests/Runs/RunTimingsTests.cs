namespace Windtunnel.Tests.Runs;

public sealed class RunTimingsTests
{
    [Theory]
    [InlineData("out/etl.journal.jsonl", "out/etl.timings.jsonl")]
    [InlineData("etl.jsonl", "etl.timings.jsonl")]
    public void Path_OfTimings_IsBesideTheJournal(string journal, string expected) =>
        Assert.Equal(expected, RunTimings.PathBeside(journal));

    [Fact]
    public void Run_SavedWithTimings_IsLoadedWithThem()
    {
        using var folder = new TemporaryFolder();
        var timings = new RunTimings();
        timings.Add(new TaskTiming("load", -1, 1, 0, 500, 1500));
        timings.Add(new TaskTiming("load", -1, 1, 1, 4000, 250));
        new Run(new JournalWriting(JournalWriting.Task("load")).Journal, timings).Save(folder.File("a.journal.jsonl"));

        RunTimings loaded = Run.Load(folder.File("a.journal.jsonl")).Timings!;
        Assert.Equal(timings.All, loaded.All);
        Assert.Equal(TimeSpan.FromMicroseconds(4250), loaded.Elapsed);
        Assert.Equal(TimeSpan.FromMicroseconds(1500), loaded.Find("load", -1, 1, 0)!.Value.Duration);
        Assert.Null(loaded.Find("load", -1, 2, 0));
    }

    [Fact]
    public void Run_SavedWithoutTimings_HasNone()
    {
        using var folder = new TemporaryFolder();
        new JournalWriting().Run.Save(folder.File("a.journal.jsonl"));
        Assert.Null(Run.Load(folder.File("a.journal.jsonl")).Timings);
    }

    [Fact]
    public void Timings_ThatCannotBeRead_NameTheLine()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("a.timings.jsonl");
        File.WriteAllText(path, "{\"timings\":1,\"format\":\"windtunnel\"}\n{\"task\":");
        Assert.Equal(2, Assert.Throws<JournalException>(() => RunTimings.Load(path)).Line);
    }
}
