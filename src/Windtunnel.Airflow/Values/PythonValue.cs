using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Windtunnel.Airflow.Protocol;

namespace Windtunnel.Airflow;

/// <summary>A value that arrives in Python as one of its own types, e.g. a <c>datetime</c>, where JSON would arrive as text. For the
/// arguments of a <see cref="PythonTrigger"/>, and for results that Python tasks read.</summary>
/// <remarks>Immutable. Only forms that Airflow 3.3 was seen to read are written: an argument that Airflow cannot read would stop its
/// triggerer for every task.</remarks>
[JsonConverter(typeof(PythonValueConverter))]
public sealed class PythonValue
{
    // Airflow reads a zone only as a wrapped tuple of name, class and version; the plain text "UTC" stops the triggerer.
    private const string Utc =
        """{"__classname__":"builtins.tuple","__version__":1,"__data__":["UTC","pendulum.tz.timezone.FixedTimezone",1,true]}""";

    private PythonValue(string json) => Json = json;

    /// <summary>Python's <c>None</c>.</summary>
    public static PythonValue None { get; } = new("null");

    /// <summary>The value as Airflow writes it.</summary>
    public string Json { get; }

    /// <summary>A <c>str</c>; null: <c>None</c>.</summary>
    public static PythonValue Of(string? value) => new(ParamValue.Of(value).Json);

    /// <summary>An <c>int</c>.</summary>
    public static PythonValue Of(long value) => new(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A <c>float</c>.</summary>
    /// <exception cref="ArgumentException">The value is not finite, or 2^64 or more, which Airflow cannot hand back.</exception>
    public static PythonValue Of(double value) => Math.Abs(value) < ValueLimits.FirstRefusedNumber
        ? new(Fraction(value))
        : throw new ArgumentException($"{value} is beyond what Airflow can hand back (2^64). Send it as text.", nameof(value));

    /// <summary>A <c>bool</c>.</summary>
    public static PythonValue Of(bool value) => new(value ? "true" : "false");

    /// <summary>An aware <c>datetime</c> in UTC, in microseconds.</summary>
    /// <exception cref="ArgumentException">It is one of the last 15 µs of the year 9999, which Python takes for the year
    /// 10000.</exception>
    public static PythonValue Of(DateTimeOffset value)
    {
        decimal seconds = (value.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond / 1_000_000m;
        return (double)seconds >= WrapperShapes.FirstSecondBeyond
            ? throw new ArgumentException($"{value:O} is beyond what Python's datetime holds. Take an earlier moment.", nameof(value))
            : Wrapped("datetime.datetime", 2, $$"""{"timestamp":{{Fraction(seconds)}},"tz":{{Utc}}}""");
    }

    /// <summary>A <c>date</c>.</summary>
    public static PythonValue Of(DateOnly value) =>
        Wrapped("datetime.date", 2, $"\"{value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}\"");

    /// <summary>A <c>timedelta</c>, in microseconds.</summary>
    public static PythonValue Of(TimeSpan value) =>
        Wrapped("datetime.timedelta", 2, Fraction(value.Ticks / TimeSpan.TicksPerMicrosecond / 1_000_000m));

    /// <summary>A <c>Decimal</c>, with all its digits.</summary>
    public static PythonValue Of(decimal value) =>
        Wrapped("decimal.Decimal", 1, $"\"{value.ToString(CultureInfo.InvariantCulture)}\"");

    /// <summary>A <c>UUID</c>.</summary>
    public static PythonValue Of(Guid value) => Wrapped("uuid.UUID", 1, $"\"{value:D}\"");

    /// <summary>A <c>list</c>.</summary>
    public static PythonValue List(params ReadOnlySpan<PythonValue> items) => new(Joined(items));

    /// <summary>A <c>tuple</c>.</summary>
    public static PythonValue Tuple(params ReadOnlySpan<PythonValue> items) => Wrapped("builtins.tuple", 1, Joined(items));

    /// <summary>A <c>set</c>.</summary>
    /// <exception cref="ArgumentException">An item is a list, a dict or a set, which Python cannot put into one.</exception>
    public static PythonValue Set(params ReadOnlySpan<PythonValue> items)
    {
        foreach (PythonValue item in items)
        {
            if (!WrapperShapes.IsHashable(JsonElement.Parse(item.Json, WireJson.Parsing)))
            {
                throw new ArgumentException($"{item} is or holds a list, a dict or a set: Python cannot put it into a set.", nameof(items));
            }
        }

        return Wrapped("builtins.set", 1, Joined(items));
    }

    /// <summary>A <c>dict</c> with texts as keys.</summary>
    /// <exception cref="ArgumentException">By its keys Airflow would take it for something else.</exception>
    public static PythonValue Dict(IEnumerable<KeyValuePair<string, PythonValue>> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        return OfJson($"{{{string.Join(',', entries.Select(entry => $"{ParamValue.Of(entry.Key).Json}:{entry.Value.Json}"))}}}");
    }

    /// <summary>What JSON text stands for in Python.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    /// <exception cref="ArgumentException">Airflow cannot take the value.</exception>
    public static PythonValue OfJson(string json)
    {
        return ValueLimits.Check(Encoding.UTF8.GetBytes(json)) is { } problem
            ? throw new ArgumentException(problem, nameof(json))
            : new(json);
    }

    /// <inheritdoc/>
    public override string ToString() => Json;

    private static PythonValue Wrapped(string type, int version, string data) =>
        new($$"""{"__classname__":"{{type}}","__version__":{{version}},"__data__":{{data}}}""");

    private static string Joined(ReadOnlySpan<PythonValue> items)
    {
        var json = new StringBuilder("[");
        foreach (PythonValue item in items)
        {
            json.Append(json.Length == 1 ? "" : ",").Append(item.Json);
        }

        return json.Append(']').ToString();
    }

    /// <summary>With a fraction, since Python refuses a whole number where it wants a float.</summary>
    private static string Fraction(IFormattable number)
    {
        string text = number.ToString(null, CultureInfo.InvariantCulture);
        return text.AsSpan().IndexOfAny('.', 'E') < 0 ? $"{text}.0" : text;
    }
}

/// <summary>Writes a <see cref="PythonValue"/> as Airflow does.</summary>
internal sealed class PythonValueConverter : JsonConverter<PythonValue>
{
    public override PythonValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return PythonValue.OfJson(document.RootElement.GetRawText());
    }

    public override void Write(Utf8JsonWriter writer, PythonValue value, JsonSerializerOptions options) => writer.WriteRawValue(value.Json);
}
