using System.Security.Cryptography;
using System.Text;

namespace Windtunnel.Tests.Runs;

public sealed class JournalVersionTests
{
    private const string Later = """{"kind":"task.teleported","at":"2026-01-01T00:00:01Z","task":"load","where":"elsewhere"}""";

    [Fact]
    public void MinorVersion_ThatIsLater_KeepsAnUnknownKindToTheByte()
    {
        Journal journal = JournalWriting.Load(Written(1, 7, Later));
        UnknownEntry unknown = Assert.IsType<UnknownEntry>(journal[^1]);
        Assert.Equal("task.teleported", unknown.Kind);
        Assert.Equal(JournalWriting.Origin.AddSeconds(1), unknown.At);
        Assert.Contains(Later, JournalWriting.Text(journal), StringComparison.Ordinal);
    }

    [Fact]
    public void MinorVersion_ThatIsLater_PassesOverAnUnknownField()
    {
        Journal journal = JournalWriting.Load(Written(1, 1, """{"kind":"run.started","at":"2026-01-01T00:00:01Z","mood":"good"}"""));
        Assert.IsType<RunStarted>(journal[^1]);
    }

    [Fact]
    public void Run_WithAnUnknownKind_IsDerivedWithoutIt() =>
        Assert.Equal(TaskState.None, new Run(JournalWriting.Load(Written(1, 7, Later))).Task("load").State);

    [Fact]
    public void MajorVersion_ThatIsLater_IsRefusedWithWhatToDo()
    {
        var refused = Assert.Throws<JournalException>(() => JournalWriting.Load(Written(major: 2, minor: 3), JournalReading.Partial));
        Assert.Equal(
            "Journal 'test', line 1: It has format version 2.3, and this Windtunnel reads 1.x. "
            + "Read it with the Windtunnel that wrote it, or a later one.",
            refused.Message);
    }

    private static byte[] Written(int major = 1, int minor = 0, params string[] more)
    {
        List<string> lines = [.. JournalWriting.Text(new JournalWriting(JournalWriting.Task("load")).Journal).Split('\n')[1..^2], .. more];
        string body = $$"""{"journal":{{major}},"minor":{{minor}},"format":"windtunnel"}""" + "\n" + string.Concat(
            lines.Select(line => line + "\n"));
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));
        return Encoding.UTF8.GetBytes(body + $$"""{"end":true,"entries":{{lines.Count}},"sha256":"{{sha256}}"}""" + "\n");
    }
}
