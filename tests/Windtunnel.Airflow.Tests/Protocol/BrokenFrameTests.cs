using System.Text.Json;
using Windtunnel.Airflow.Protocol;

namespace Windtunnel.Airflow.Tests.Protocol;

/// <summary>The frames that were sent to a real supervisor to see what it does with them, read by ours.</summary>
public sealed class BrokenFrameTests
{
    [Fact]
    public void Frame_ThatStopsASupervisor_IsRefusedByOurs() => Assert.All(
        Recorded().Where(frame => frame.Outcome.StartsWith("supervisor stops", StringComparison.Ordinal)),
        frame => Assert.Throws<ProtocolException>(() => ReadAll(frame.Bytes)));

    [Fact]
    public void Frame_ThatASupervisorHandles_IsUnderstoodByOurs() => Assert.All(
        Recorded().Where(frame => frame.Outcome.StartsWith("handled as", StringComparison.Ordinal)),
        frame => Assert.Equal(
            frame.Outcome.Split("; ").Select(outcome => outcome["handled as ".Length..]),
            ReadAll(frame.Bytes).Select(read => read.Body!.Type)));

    [Fact]
    public void Frame_OfAnUnknownType_IsNamed()
    {
        byte[] bytes = Recorded().Single(frame => frame.What == "unknown type").Bytes;

        Assert.Equal(new UnknownMessage("NoSuchMessage"), Assert.Single(ReadAll(bytes)).Body);
    }

    [Theory]
    [InlineData("00000000", "0 bytes was announced")]
    [InlineData("FFFFFFFF", "4294967295 bytes was announced")]
    [InlineData("0000", "in the middle of a frame")]
    [InlineData("0000000592", "in the middle of a frame")]
    public void Stream_WithAnImpossibleLength_SaysSo(string hex, string complaint)
    {
        var error = Assert.Throws<ProtocolException>(() => ReadAll(Convert.FromHexString(hex)));

        Assert.Contains(complaint, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Number_OfAnyWrongBytes_IsRefused() => Assert.All(
        Enumerable.Range(0, 256).Where(code => code is not (0xC0 or (>= 0xCA and <= 0xD3) or < 0x80 or >= 0xE0)),
        code =>
        {
            byte[] payload = [0x92, 1, 0x82, 0xA4, .. "type"u8, 0xA9, .. "RetryTask"u8, 0xB3, .. "retry_delay_seconds"u8, (byte)code];

            Assert.Throws<ProtocolException>(() => FrameCodec.Read(new(payload)));
        });

    [Fact]
    public void Length_ThatIsOnlyAnnounced_CostsNoMemory()
    {
        byte[] bytes = [0x3F, 0xFF, 0xFF, 0xFF, 0x92];
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<ProtocolException>(() => ReadAll(bytes));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1024 * 1024);
    }

    private static List<Frame> ReadAll(byte[] bytes)
    {
        var stream = new FrameStream(new MemoryStream(bytes));
        List<Frame> frames = [];
        while (stream.Read() is { } frame)
        {
            frames.Add(frame);
        }

        return frames;
    }

    private static IEnumerable<(string What, byte[] Bytes, string Outcome)> Recorded() =>
        from line in File.ReadAllLines(Repository.Conformance("frames", "broken-frames.jsonl"))
        let json = JsonDocument.Parse(line).RootElement
        select (
            json.GetProperty("what").GetString()!,
            Convert.FromHexString(json.GetProperty("hex").GetString()!),
            json.GetProperty("outcome").GetString()!);
}
