using System.Buffers;
using System.Text.Json;
using Nerdbank.MessagePack;
using Windtunnel.Airflow.Protocol;

namespace Windtunnel.Airflow.Tests.Protocol;

public sealed class RecordedFrameTests
{
    // Requests that were made wrong to see what a supervisor says to them. Ours cannot be written so.
    private static readonly HashSet<string> WrongOnPurpose =
    [
        "bodies-with-extra-keys", "bodies-with-missing-keys", "bodies-with-other-types", "duration-spellings",
        "requests-the-supervisor-does-not-serve", "xcom-values-accepted-and-refused",
    ];

    // A supervisor may leave out a key whose value is its default, and nil stands for an empty list of variables before a stand-in server.
    private static readonly HashSet<string> NotCanonical =
    [
        "bodies-with-extra-keys:1", "bodies-with-missing-keys:1", "bodies-with-other-types:1", "duration-spellings:1",
        "every-request-with-its-reply:13", "every-request-with-its-reply:15", "every-request-with-its-reply:21",
        "every-request-with-its-reply:57", "human-input-asked-with-timeout:3", "human-input-asked:5", "pipelined-requests:1",
        "request-with-trace-carrier:1", "requests-the-supervisor-does-not-serve:1", "xcom-values-accepted-and-refused:1",
    ];

    [Fact]
    public void Frame_OfASupervisor_IsWrittenAgainToTheByte()
    {
        var differing =
            from recorded in RecordedFrame.All().Where(frame => frame.IsFromSupervisor)
            where !WrittenAgain(recorded).AsSpan().SequenceEqual(recorded.Payload)
            select recorded.Name;

        Assert.Equal(NotCanonical.Order(), differing.Order());
    }

    [Fact]
    public void Request_OfARuntime_KeepsEveryValueWhenWrittenAgain()
    {
        string[] lost = [..
            from recorded in Ours()
            let body = Body(WrittenAgain(recorded))
            from key in recorded.Decoded[1].EnumerateObject()
            where key.Value.ValueKind != JsonValueKind.Null
            where !body.TryGetProperty(key.Name, out JsonElement value) || !Same(value, key.Value)
            select $"{recorded.Name} {key.Name}: {key.Value} in {body}"];

        Assert.Equal("", string.Join("\n", lost));
    }

    [Fact]
    public void Recordings_OfAllConversations_HoldEveryTypeOfRequest()
    {
        var seen = RecordedFrame.All().Where(frame => !frame.IsFromSupervisor && frame.File != "duration-spellings")
            .Select(frame => frame.Decoded[1].TryGetProperty("type", out JsonElement type) ? type.GetString() : null);

        Assert.Empty(MessageTypes.Requests.Except(seen.OfType<string>()));
    }

    [Fact]
    public void Frame_OfEveryConversation_HasTheRecordedIdAndType() => Assert.All(
        RecordedFrame.All().Where(frame => frame.IsFromSupervisor).Concat(Ours()),
        recorded =>
        {
            Frame frame = FrameCodec.Read(new(recorded.Payload));

            Assert.Equal(recorded.Decoded[0].GetInt64(), frame.Id);
            Assert.Equal(TypeIn(recorded.Decoded[1]), frame.Body?.Type);
            Assert.IsNotType<UnknownMessage>(frame.Body);
        });

    /// <summary>The requests that were made as they should be.</summary>
    private static IEnumerable<RecordedFrame> Ours() => RecordedFrame.All()
        .Where(frame => !frame.IsFromSupervisor && !WrongOnPurpose.Contains(frame.File) && TypeIn(frame.Decoded[1]) != "NoSuchMessage");

    /// <summary>Moments and durations may be spelled in several ways.</summary>
    private static bool Same(JsonElement one, JsonElement other) => JsonElement.DeepEquals(one, other)
        || (one.ValueKind == JsonValueKind.Array && other.ValueKind == JsonValueKind.Array
            && one.EnumerateArray().Zip(other.EnumerateArray()).All(pair => Same(pair.First, pair.Second)))
        || (one.ValueKind == JsonValueKind.String && other.ValueKind == JsonValueKind.String
            && one.TryGetDateTimeOffset(out DateTimeOffset first) && other.TryGetDateTimeOffset(out DateTimeOffset second)
            && first == second)
        || (one.ValueKind == JsonValueKind.String && other.ValueKind == JsonValueKind.Number
            && WireTime.ParseDuration(one.GetString()!).TotalSeconds == other.GetDouble());

    private static string? TypeIn(JsonElement body) =>
        body.ValueKind == JsonValueKind.Null ? null : body.GetProperty("type").GetString();

    private static byte[] WrittenAgain(RecordedFrame recorded)
    {
        Frame frame = FrameCodec.Read(new(recorded.Payload));
        var buffer = new ArrayBufferWriter<byte>();
        if (recorded.IsFromSupervisor)
        {
            FrameCodec.WriteReply(buffer, frame);
        }
        else
        {
            FrameCodec.WriteRequest(buffer, frame);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static JsonElement Body(byte[] payload)
    {
        var reader = new MessagePackReader(new ReadOnlySequence<byte>(payload));
        reader.ReadArrayHeader();
        reader.ReadInt64();
        return WireJson.Read(ref reader).ToElement();
    }
}
