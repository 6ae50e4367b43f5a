using Nerdbank.MessagePack;

namespace Windtunnel.Airflow.Protocol;

/// <summary>Writes the kinds of values that messages are made of, in the smallest encoding. Null becomes nil.</summary>
internal static class WireWriter
{
    public static void Text(ref MessagePackWriter writer, string? value) => writer.Write(value);

    public static void Integer(ref MessagePackWriter writer, long? value)
    {
        if (value is { } number)
        {
            writer.Write(number);
        }
        else
        {
            writer.WriteNil();
        }
    }

    public static void Number(ref MessagePackWriter writer, double? value)
    {
        if (value is { } number)
        {
            writer.Write(number);
        }
        else
        {
            writer.WriteNil();
        }
    }

    public static void Flag(ref MessagePackWriter writer, bool? value)
    {
        if (value is { } flag)
        {
            writer.Write(flag);
        }
        else
        {
            writer.WriteNil();
        }
    }

    public static void Uuid(ref MessagePackWriter writer, Guid? value) => writer.Write(value?.ToString("D"));

    public static void Json(ref MessagePackWriter writer, JsonText value) => JsonToWire.Write(ref writer, value);

    /// <summary>As a timestamp extension, which is how a supervisor writes it.</summary>
    public static void Moment(ref MessagePackWriter writer, DateTimeOffset? value)
    {
        if (value is { } moment)
        {
            writer.Write(moment.UtcDateTime);
        }
        else
        {
            writer.WriteNil();
        }
    }

    /// <summary>As ISO 8601 text, which is how a runtime writes it.</summary>
    public static void MomentAsText(ref MessagePackWriter writer, DateTimeOffset? value) =>
        writer.Write(value is { } moment ? WireTime.Format(moment) : null);

    public static void Duration(ref MessagePackWriter writer, TimeSpan? value) =>
        writer.Write(value is { } duration ? WireTime.Format(duration) : null);

    public static void Map(ref MessagePackWriter writer, WireMap? value)
    {
        if (value is null)
        {
            writer.WriteNil();
        }
        else
        {
            value.Write(ref writer);
        }
    }

    public static void List(ref MessagePackWriter writer, IReadOnlyList<WireMap>? values) =>
        Items(ref writer, values, static (ref MessagePackWriter item, WireMap value) => value.Write(ref item));

    public static void Texts(ref MessagePackWriter writer, IReadOnlyList<string>? values) =>
        Items(ref writer, values, static (ref MessagePackWriter item, string value) => item.Write(value));

    public static void Integers(ref MessagePackWriter writer, IReadOnlyList<long>? values) =>
        Items(ref writer, values, static (ref MessagePackWriter item, long value) => item.Write(value));

    public static void Jsons(ref MessagePackWriter writer, IReadOnlyList<JsonText>? values) => Items(ref writer, values, JsonToWire.Write);

    public static void MomentsAsText(ref MessagePackWriter writer, IReadOnlyList<DateTimeOffset>? values) =>
        Items(ref writer, values, static (ref MessagePackWriter item, DateTimeOffset value) => item.Write(WireTime.Format(value)));

    private delegate void WriteItem<in T>(ref MessagePackWriter writer, T value);

    private static void Items<T>(ref MessagePackWriter writer, IReadOnlyList<T>? values, WriteItem<T> write)
    {
        if (values is null)
        {
            writer.WriteNil();
            return;
        }

        writer.WriteArrayHeader(values.Count);
        foreach (T value in values)
        {
            write(ref writer, value);
        }
    }
}
