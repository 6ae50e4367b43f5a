using System.Text;
using Windtunnel.Airflow.Protocol;

namespace Windtunnel.Airflow.Tests.Protocol;

/// <summary>What a large XCom costs, in memory that is allocated for each byte of it.</summary>
public sealed class LargeValueTests
{
    private const int Length = 32 * 1024 * 1024;

    public static TheoryData<string, Func<byte[]>> Values => new()
    {
        { "one text", () => Encoding.UTF8.GetBytes($"\"{new string('\u00fc', Length / 2)}\"") },
        { "a list of texts", () => Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat("\"some words\"", Length / 13))}]") },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Writing_OfALargeValue_AllocatesItOnce(string what, Func<byte[]> make)
    {
        var request = new SetXCom { Key = "k", DagId = "d", RunId = "r", TaskId = "t", Value = new(make()) };
        var stream = new FrameStream(Stream.Null);

        Assert.Equal((what, true), (what, Allocated(() => stream.WriteRequest(new(1, request))) < 1.2 * Length));
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void Reading_OfALargeValue_AllocatesItTwice(string what, Func<byte[]> make)
    {
        byte[] value = make();
        var frame = new MemoryStream();
        new FrameStream(frame).WriteReply(new(1, new XComResult { Key = "k", Value = new(value) }));
        frame.Position = 0;
        var stream = new FrameStream(frame);
        Frame? read = null;

        double allocated = Allocated(() => read = stream.Read());

        Assert.Equal((what, true), (what, allocated < 2.2 * Length));
        Assert.Equal(value, ((XComResult)read!.Body!).Value.Utf8);
    }

    [Fact]
    public void Text_InPieces_IsReadAcrossTheirBorders()
    {
        byte[] value = Encoding.UTF8.GetBytes($"\"{string.Concat(Enumerable.Repeat("a\u00fc\u20ac\U0001F600\\n\\\"", 20_000))}\"");
        var frame = new MemoryStream();
        new FrameStream(frame).WriteReply(new(1, new XComResult { Key = "k", Value = new(value) }));
        frame.Position = 0;

        Assert.Equal(value, ((XComResult)new FrameStream(frame).Read()!.Body!).Value.Utf8);
    }

    private static double Allocated(Action act)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        act();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
