using System.Text;
using Nerdbank.MessagePack;

namespace Windtunnel.Airflow.Protocol;

/// <summary>Reads one item of a list, or of a map.</summary>
internal delegate T ReadItem<out T>(ref MessagePackReader reader);

/// <summary>Reads the kinds of values that messages are made of. Null stands for nil.</summary>
internal static class WireReader
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly SerializationContext Deep = new() { MaxDepth = WireJson.MaxDepth };

    public static int MapHeader(ref MessagePackReader reader, string type) => reader.NextMessagePackType == MessagePackType.Map
        ? reader.ReadMapHeader()
        : throw new ProtocolException($"A {type} is a map, but {reader.NextMessagePackType} was found.");

    public static void SkipMap(ref MessagePackReader reader, string type)
    {
        _ = reader.NextMessagePackType == MessagePackType.Map
            ? true
            : throw new ProtocolException($"A {type} is a map, but {reader.NextMessagePackType} was found.");
        Skip(ref reader);
    }

    public static string Key(ref MessagePackReader reader) =>
        Text(ref reader) ?? throw new ProtocolException("A map has nil as a key; keys are text.");

    public static void Skip(ref MessagePackReader reader) => reader.Skip(Deep);

    /// <summary>Invalid UTF-8 is an error, as it is for a supervisor.</summary>
    public static string? Text(ref MessagePackReader reader) => reader.TryReadNil() ? null
        : reader.TryReadStringSpan(out ReadOnlySpan<byte> text) ? Strict.GetString(text)
        : Strict.GetString(reader.ReadStringSequence() ?? default);

    public static long? Integer(ref MessagePackReader reader) => reader.TryReadNil() ? null : reader.ReadInt64();

    public static double? Number(ref MessagePackReader reader) => reader.TryReadNil() ? null : reader.ReadDouble();

    public static bool? Flag(ref MessagePackReader reader) => reader.TryReadNil() ? null : reader.ReadBoolean();

    public static JsonText Json(ref MessagePackReader reader) => WireJson.Read(ref reader);

    public static Guid? Uuid(ref MessagePackReader reader) => Text(ref reader) switch
    {
        null => null,
        { } text when Guid.TryParse(text, out Guid id) => id,
        { } text => throw new ProtocolException($"'{text}' is no UUID."),
    };

    public static DateTimeOffset? Moment(ref MessagePackReader reader) => reader.NextMessagePackType switch
    {
        MessagePackType.Nil => Nothing(ref reader),
        MessagePackType.Extension => new DateTimeOffset(reader.ReadDateTime()),
        MessagePackType.Integer => DateTimeOffset.FromUnixTimeSeconds(reader.ReadInt64()),
        MessagePackType.Float => DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(reader.ReadDouble()),
        _ => WireTime.ParseMoment(Text(ref reader)!),
    };

    public static TimeSpan? Duration(ref MessagePackReader reader) => reader.NextMessagePackType switch
    {
        MessagePackType.Nil => reader.TryReadNil() ? null : default,
        MessagePackType.Integer => TimeSpan.FromSeconds(reader.ReadInt64()),
        MessagePackType.Float => TimeSpan.FromSeconds(reader.ReadDouble()),
        _ => WireTime.ParseDuration(Text(ref reader)!),
    };

    public static T? Map<T>(ref MessagePackReader reader, ReadItem<T> read)
        where T : WireMap => reader.TryReadNil() ? null : read(ref reader);

    public static IReadOnlyList<T>? List<T>(ref MessagePackReader reader, ReadItem<T> read)
    {
        if (reader.TryReadNil())
        {
            return null;
        }

        int count = reader.ReadArrayHeader();
        var items = new List<T>();
        for (int i = 0; i < count; i++)
        {
            items.Add(read(ref reader));
        }

        return items;
    }

    public static IReadOnlyList<string>? Texts(ref MessagePackReader reader) =>
        List(ref reader, static (ref MessagePackReader item) => Given(Text(ref item), "a list's text"));

    public static IReadOnlyList<long>? Integers(ref MessagePackReader reader) =>
        List(ref reader, static (ref MessagePackReader item) => item.ReadInt64());

    public static IReadOnlyList<DateTimeOffset>? Moments(ref MessagePackReader reader) =>
        List(ref reader, static (ref MessagePackReader item) => Given(Moment(ref item), "a list's moment"));

    public static IReadOnlyList<JsonText>? Jsons(ref MessagePackReader reader) => List(ref reader, WireJson.Read);

    /// <param name="value">What was read.</param>
    /// <param name="key">Where it should have been, as <c>type.key</c>.</param>
    public static T Given<T>(T? value, string key)
        where T : class => value ?? throw Missing(key);

    public static T Given<T>(T? value, string key)
        where T : struct => value ?? throw Missing(key);

    private static DateTimeOffset? Nothing(ref MessagePackReader reader)
    {
        reader.ReadNil();
        return null;
    }

    private static ProtocolException Missing(string key) => new($"{key} is missing or nil, but always has a value.");
}
