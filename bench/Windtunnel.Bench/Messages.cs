using System.Text;
using Windtunnel.Airflow.Protocol;

namespace Windtunnel.Bench;

/// <summary>What a message between a bundle and its supervisor costs, small ones and one of 100 MB.</summary>
internal static class Messages
{
    private const int Many = 100_000;
    private const int Large = 100_000_000;

    public static SetXCom Small { get; } = new()
    {
        Key = "return_value",
        DagId = "orders_etl",
        RunId = "manual__2026-01-01T00:00:00+00:00",
        TaskId = "transform",
        Value = JsonText.Of("""{"rows":42,"day":"2026-01-01","late":[1,2,3]}"""),
    };

    public static byte[] LargeText() => Encoding.UTF8.GetBytes($"\"{new string('x', Large - 2)}\"");

    public static IEnumerable<Figure> Measure()
    {
        byte[] small = Written(Small);
        TimeSpan writing = Cost.Of(() => Write(Many), 5) / Many;
        TimeSpan reading = Cost.Of(() => Read(small, Many), 5) / Many;
        yield return Figure.AtMost(5, "us", "writing a small message", writing.TotalMicroseconds);
        yield return Figure.AtMost(5, "us", "reading a small message", reading.TotalMicroseconds);
        yield return Figure.AtMost(500, "bytes", "allocated for a small message written", Allocated(() => Write(Many)) / (double)Many);
        yield return Figure.AtMost(
            2_000, "bytes", "allocated for a small message read", Allocated(() => Read(small, Many)) / (double)Many);

        SetXCom large = Small with { Value = new(LargeText()) };
        long writtenLarge = Allocated(() => new FrameStream(Stream.Null).WriteRequest(new(1, large)));
        yield return Figure.AtMost(1.2, "", "allocated for 100 MB written, to its size", writtenLarge / (double)Large);
        byte[] frame = Written(large);
        yield return Figure.AtMost(2.2, "", "allocated for 100 MB read, to its size", Allocated(() => Read(frame, 1)) / (double)Large);
    }

    public static byte[] Written(Message message)
    {
        var stream = new MemoryStream();
        new FrameStream(stream).WriteRequest(new(1, message));
        return stream.ToArray();
    }

    private static void Write(int times)
    {
        var stream = new FrameStream(Stream.Null);
        for (int i = 0; i < times; i++)
        {
            stream.WriteRequest(new(i, Small));
        }
    }

    private static void Read(byte[] frame, int times)
    {
        using var bytes = new MemoryStream(frame);
        var stream = new FrameStream(bytes);
        for (int i = 0; i < times; i++)
        {
            bytes.Position = 0;
            stream.Read();
        }
    }

    private static long Allocated(Action act)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        act();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
