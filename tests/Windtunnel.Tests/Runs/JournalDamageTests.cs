using System.Text;

namespace Windtunnel.Tests.Runs;

public sealed class JournalDamageTests
{
    private static readonly byte[] Whole = JournalWriting.Bytes(
        new JournalWriting(JournalWriting.Task("extract"), JournalWriting.Task("load", "extract"))
            .Ran("extract", TaskState.Failed, error: "503")
            .Decided("load", TaskState.UpstreamFailed,
                new Cause { Kind = CauseKind.TriggerRule, By = [new CauseBy("extract", -1, TaskState.Failed)] })
            .RunEnded(RunState.Failed, "task_failure")
            .Journal);

    private static readonly int Entries = JournalWriting.Load(Whole).Count;

    private static readonly int HeaderLength = Array.IndexOf(Whole, (byte)'\n') + 1;

    [Fact]
    public void Journal_TruncatedAtAnyByte_IsRefusedWithItsLine()
    {
        for (int length = 0; length < Whole.Length; length++)
        {
            int lines = 1 + Whole.AsSpan(0, Math.Max(0, length - 1)).Count((byte)'\n');
            var refused = Assert.Throws<JournalException>(() => JournalWriting.Load(Whole[..length]));
            Assert.Equal(lines, refused.Line);
            Assert.Contains($"Journal 'test', line {lines}: It ", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Journal_TruncatedAtAnyByteAfterItsHeader_IsReadPartiallyWithAFinding()
    {
        for (int length = HeaderLength; length < Whole.Length; length++)
        {
            int whole = Math.Min(Entries, Whole.AsSpan(0, length).Count((byte)'\n') - 1);
            Journal partial = JournalWriting.Load(Whole[..length], JournalReading.Partial);
            Assert.Equal(whole + 1, partial.Count);
            Assert.Equal("journal.partial", Assert.IsType<FindingMade>(partial[^1]).Code);
        }
    }

    [Fact]
    public void Journal_WithAnyByteAltered_IsRefused()
    {
        foreach (byte change in (byte[])[1, 32, 128])
        {
            for (int at = 0; at < Whole.Length; at++)
            {
                byte[] altered = [.. Whole];
                altered[at] ^= change;
                Assert.Throws<JournalException>(() => JournalWriting.Load(altered));
            }
        }
    }

    [Fact]
    public void Journal_WithoutALine_NamesTheClosingLine()
    {
        List<string> lines = [.. Encoding.UTF8.GetString(Whole).Split('\n')];
        lines.RemoveAt(3);
        var refused = Assert.Throws<JournalException>(() => JournalWriting.Load(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
        Assert.Equal(Entries + 1, refused.Line);
        Assert.Contains($"before it stand {Entries - 1} entries", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Journal_WithTextAfterItsClosingLine_QuotesIt()
    {
        var refused = Assert.Throws<JournalException>(() => JournalWriting.Load([.. Whole, .. "more\n"u8]));
        Assert.Equal(Entries + 3, refused.Line);
        Assert.Contains("It follows the closing line: 'more'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Journal_WithConvertedLineEndings_SaysSo()
    {
        byte[] converted = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Whole).Replace("\n", "\r\n", StringComparison.Ordinal));
        Assert.Contains("line endings were converted", Assert.Throws<JournalException>(() => JournalWriting.Load(converted)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Journal_WithALineThatIsNoEntry_QuotesIt()
    {
        string text = Encoding.UTF8.GetString(Whole).Replace("\"state\":\"failed\"", "\"state\":\"exploded\"", StringComparison.Ordinal);
        var refused = Assert.Throws<JournalException>(() => JournalWriting.Load(Encoding.UTF8.GetBytes(text)));
        Assert.Equal(6, refused.Line);
        Assert.Contains("It is no journal entry: '{\"kind\":\"task.ended\"", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mapIndex")]
    [InlineData("task")]
    [InlineData("try")]
    public void Entry_WithoutAField_IsNotReadAsSomethingElse(string field)
    {
        string text = Encoding.UTF8.GetString(Whole).Replace($"\"{field}\":", "\"x\":", StringComparison.Ordinal);
        Assert.Contains(field, Assert.Throws<JournalException>(() => JournalWriting.Load(Encoding.UTF8.GetBytes(text))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "It is empty.")]
    [InlineData("hello\nworld\n", "It is no journal: its first line is 'hello'")]
    [InlineData("[1]\n", "It is no journal")]
    [InlineData("{\"journal\":\"1\",\"minor\":0,\"format\":\"windtunnel\"}\n", "It is no journal")]
    public void File_ThatIsNoJournal_IsRefusedEvenPartially(string text, string message)
    {
        var refused = Assert.Throws<JournalException>(() => JournalWriting.Load(Encoding.UTF8.GetBytes(text), JournalReading.Partial));
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, refused.Line);
    }

    [Fact]
    public void Writer_ThatWasStopped_LeavesAJournalThatIsReadPartially()
    {
        using var stream = new MemoryStream();
        using (var writer = new JournalWriter(stream, leaveOpen: true))
        {
            writer.Write(JournalWriting.Created(JournalWriting.Task("extract")));
            writer.Write(new TaskStarted { At = JournalWriting.Origin, Task = "extract", Try = 1 });
        }

        var run = new Run(JournalWriting.Load(stream.ToArray(), JournalReading.Partial));
        Assert.Equal(TaskState.Running, run.Task("extract").State);
        Assert.Contains("its writer was stopped", Assert.Single(run.Findings).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Journal_WithoutItsFirstEntry_IsNoRun()
    {
        var journal = new Journal();
        journal.Append(new RunStarted { At = JournalWriting.Origin });
        Assert.Contains("run.created", Assert.Throws<JournalException>(() => new Run(journal)).Message, StringComparison.Ordinal);
    }
}
