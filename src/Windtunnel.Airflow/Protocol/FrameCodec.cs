using System.Buffers;
using System.Diagnostics;
using Nerdbank.MessagePack;

namespace Windtunnel.Airflow.Protocol;

/// <summary>Frames as MessagePack, without the length in front.</summary>
internal static class FrameCodec
{
    /// <summary><c>[id, body]</c>, or with trace headers <c>[id, body, headers]</c>: what a runtime sends.</summary>
    public static void WriteRequest(IBufferWriter<byte> target, Frame frame)
    {
        var writer = new MessagePackWriter(target);
        writer.WriteArrayHeader(frame.TraceCarrier is null ? 2 : 3);
        writer.Write(frame.Id);
        WireWriter.Map(ref writer, frame.Body);
        if (frame.TraceCarrier is { } carrier)
        {
            writer.WriteMapHeader(carrier.Count);
            foreach ((string header, string value) in carrier)
            {
                writer.Write(header);
                writer.Write(value);
            }
        }

        writer.Flush();
    }

    /// <summary><c>[id, body, error]</c>: what a supervisor sends.</summary>
    public static void WriteReply(IBufferWriter<byte> target, Frame frame)
    {
        var writer = new MessagePackWriter(target);
        writer.WriteArrayHeader(3);
        writer.Write(frame.Id);
        WireWriter.Map(ref writer, frame.Body);
        WireWriter.Map(ref writer, frame.Error);
        writer.Flush();
    }

    /// <summary>Reads either kind. Whatever the bytes are, it ends with a frame or this exception.</summary>
    /// <exception cref="ProtocolException">The bytes are no frame.</exception>
    public static Frame Read(ReadOnlySequence<byte> payload)
    {
        try
        {
            var reader = new MessagePackReader(payload);
            Frame frame = ReadFrame(ref reader);
            return reader.End
                ? frame
                : throw new ProtocolException($"{reader.Sequence.Length - reader.Consumed} bytes follow the array of a frame.");
        }
        catch (Exception e) when (e is MessagePackSerializationException or EndOfStreamException or OverflowException
            or ArgumentException or InvalidOperationException or UnreachableException)
        {
            // Unreachable: what the library throws for some bytes where a floating-point number should stand.
            throw new ProtocolException($"{payload.Length} bytes came that are no MessagePack frame: {e.Message}", e);
        }
    }

    private static Frame ReadFrame(ref MessagePackReader reader)
    {
        int count = reader.NextMessagePackType == MessagePackType.Array
            ? reader.ReadArrayHeader()
            : throw new ProtocolException($"A frame is an array, but {reader.NextMessagePackType} was found.");
        if (count < 2)
        {
            throw new ProtocolException($"A frame has an id and a body, but {count} elements were found.");
        }

        long id = reader.ReadInt64();
        Message? body = ReadMessage(ref reader);
        (ErrorResponse? error, Dictionary<string, string>? carrier) = count > 2 ? ReadThird(ref reader) : default;
        for (int i = 3; i < count; i++)
        {
            WireReader.Skip(ref reader);
        }

        return new(id, body, error, carrier);
    }

    /// <summary>An error says its type; trace headers are texts without one.</summary>
    private static (ErrorResponse? Error, Dictionary<string, string>? Carrier) ReadThird(ref MessagePackReader reader)
    {
        if (reader.TryReadNil())
        {
            return default;
        }

        if (FindType(reader.CreatePeekReader()) is not null)
        {
            return (ErrorResponse.Read(ref reader), null);
        }

        var carrier = new Dictionary<string, string>(StringComparer.Ordinal);
        int count = WireReader.MapHeader(ref reader, "trace carrier");
        for (int i = 0; i < count; i++)
        {
            carrier[WireReader.Key(ref reader)] = WireReader.Given(WireReader.Text(ref reader), "a trace header");
        }

        return (null, carrier);
    }

    private static Message? ReadMessage(ref MessagePackReader reader)
    {
        if (reader.TryReadNil())
        {
            return null;
        }

        string type = FindType(reader.CreatePeekReader()) ?? throw new ProtocolException("A message has no key 'type'.");
        if (MessageTypes.Read(type, ref reader) is { } message)
        {
            return message;
        }

        WireReader.Skip(ref reader);
        return new UnknownMessage(type);
    }

    /// <summary>The type may stand anywhere in the map, so it is looked for before the map is read.</summary>
    private static string? FindType(in MessagePackReader peek)
    {
        MessagePackReader reader = peek;
        string? type = null;
        int count = WireReader.MapHeader(ref reader, "message");
        for (int i = 0; i < count; i++)
        {
            if (WireReader.Key(ref reader) == "type" && reader.NextMessagePackType == MessagePackType.String)
            {
                type = WireReader.Text(ref reader);
            }
            else
            {
                WireReader.Skip(ref reader);
            }
        }

        return type;
    }
}
