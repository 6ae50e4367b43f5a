using System.Buffers;
using CsCheck;
using Windtunnel.Airflow.Protocol;

namespace Windtunnel.Airflow.Tests.Protocol;

public sealed class FrameFuzzTests
{
    private static readonly byte[][] Seeds =
        [.. RecordedFrame.All().Select(frame => frame.Payload).Where(payload => payload.Length < 2000)];

    private static readonly Gen<byte[]> Mutated =
        from seed in Gen.Int[0, Seeds.Length - 1]
        from cuts in Gen.Select(Gen.Int[0, 1999], Gen.Byte).Array[0, 8]
        from length in Gen.Frequency((4, Gen.Const(int.MaxValue)), (1, Gen.Int[0, 1999]))
        select Mutate(Seeds[seed], cuts, length);

    [Fact]
    public void Bytes_OfAnyKind_EndAsAFrameOrAsAProtocolError() => Gen.OneOf(Mutated, Gen.Byte.Array[0, 200]).Sample(
        bytes =>
        {
            try
            {
                _ = FrameCodec.Read(new(bytes));
            }
            catch (ProtocolException)
            {
            }
        },
        iter: 100_000,
        threads: 1);

    [Fact]
    public void Frame_ThatWasUnderstood_IsUnderstoodAgainWhenWritten() => Mutated.Sample(
        bytes =>
        {
            if (Understood(bytes) is not { Body: not UnknownMessage } frame)
            {
                return;
            }

            byte[] once = Written(frame);

            Assert.Equal(once, Written(FrameCodec.Read(new(once))));
        },
        iter: 20_000,
        threads: 1);

    private static Frame? Understood(byte[] bytes)
    {
        try
        {
            return FrameCodec.Read(new(bytes));
        }
        catch (ProtocolException)
        {
            return null;
        }
    }

    private static byte[] Written(Frame frame)
    {
        var buffer = new ArrayBufferWriter<byte>();
        FrameCodec.WriteReply(buffer, frame);
        return buffer.WrittenSpan.ToArray();
    }

    private static byte[] Mutate(byte[] seed, (int At, byte Value)[] changes, int length)
    {
        byte[] bytes = seed[..Math.Min(seed.Length, length)];
        foreach ((int at, byte value) in changes.Where(_ => bytes.Length > 0))
        {
            bytes[at % bytes.Length] = value;
        }

        return bytes;
    }
}
