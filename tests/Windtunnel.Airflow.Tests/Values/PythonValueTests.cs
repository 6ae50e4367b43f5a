using System.Text.Json;
using Windtunnel.Airflow.Protocol;
using Windtunnel.Airflow.Tests.Protocol;

namespace Windtunnel.Airflow.Tests.Values;

public sealed class PythonValueTests
{
    private const string Utc =
        """{"__classname__":"builtins.tuple","__version__":1,"__data__":["UTC","pendulum.tz.timezone.FixedTimezone",1,true]}""";

    // What a tuple begins with.
    private const string Tuple = """{"__classname__":"builtins.tuple","__version__":1,"__data__":""";

    public static TheoryData<PythonValue, string> Written => new()
    {
        { PythonValue.Of("ü\""), "\"\\u00FC\\u0022\"" },
        { PythonValue.Of((string?)null), "null" },
        { PythonValue.Of(9007199254740993), "9007199254740993" },
        { PythonValue.Of(1.0), "1.0" },
        { PythonValue.Of(true), "true" },
        {
            PythonValue.Of(new DateTimeOffset(2026, 1, 2, 4, 4, 5, TimeSpan.FromHours(1)).AddTicks(6789019)),
            "{\"__classname__\":\"datetime.datetime\",\"__version__\":2,\"__data__\":{\"timestamp\":1767323045.678901,\"tz\":" + Utc + "}}"
        },
        { PythonValue.Of(TimeSpan.FromSeconds(2)), """{"__classname__":"datetime.timedelta","__version__":2,"__data__":2.0}""" },
        { PythonValue.Of(1.10m), """{"__classname__":"decimal.Decimal","__version__":1,"__data__":"1.10"}""" },
        { PythonValue.Of(new DateOnly(2026, 1, 2)), """{"__classname__":"datetime.date","__version__":2,"__data__":"2026-01-02"}""" },
        {
            PythonValue.Tuple(PythonValue.Of(1), PythonValue.None),
            """{"__classname__":"builtins.tuple","__version__":1,"__data__":[1,null]}"""
        },
        { PythonValue.Set(PythonValue.Of(1)), """{"__classname__":"builtins.set","__version__":1,"__data__":[1]}""" },
        { PythonValue.Dict([new("a", PythonValue.List(PythonValue.Of(1)))]), """{"a":[1]}""" },
    };

    // What a Python task of the recordings returned, and each key of it as .NET reads it.
    public static TheoryData<string, string> Recorded => new()
    {
        { "s", "[3]" },
        { "t", "[1,2]" },
        { "day", "\"2026-01-02\"" },
        { "dec", "1.1" },
        { "big", "9007199254740993" },
        { "none", "null" },
    };

    [Theory]
    [MemberData(nameof(Written))]
    public void Value_OfEachKind_IsWrittenAsAirflowReadsIt(PythonValue value, string json)
    {
        Assert.Equal(json, value.Json);
        Assert.Equal(json, JsonSerializer.Serialize(value));
    }

    [Theory]
    [MemberData(nameof(Recorded))]
    public void Value_OfAPythonTask_IsReadAsTheNearestJson(string key, string json)
    {
        JsonText value = RecordedFrame.All("xcom-of-python-types-state-store-queries")
            .Select(frame => FrameCodec.Read(new(frame.Payload)).Body).OfType<XComResult>()
            .First(result => result.Value.ToString().Contains("builtins.set", StringComparison.Ordinal)).Value;

        Assert.Equal(json, PythonValues.ToPlainJson(value).ToElement().GetProperty(key).GetRawText());
    }

    [Theory]
    [InlineData("""{"timestamp":1767323045.678901,"tz":null}""", "2026-01-02T03:04:05.678901+00:00")]
    [InlineData("""{"timestamp":1767323045.678901,"tz":"UTC"}""", "2026-01-02T03:04:05.678901+00:00")]
    [InlineData("""{"timestamp":0,"tz":{"__classname__":"builtins.tuple","__version__":1,"__data__":[7200,"x.FixedTimezone",1,true]}}""",
        "1970-01-01T02:00:00+02:00")]
    [InlineData("""{"timestamp":0,"tz":{"__classname__":"builtins.tuple","__version__":1,"__data__":["Asia/Tokyo","x.Timezone",1,true]}}""",
        "1970-01-01T09:00:00+09:00")]
    public void Moment_InAnyZone_IsReadWithItsOffset(string data, string text)
    {
        JsonText read = PythonValues.ToPlainJson(Wrap("datetime.datetime", data));

        Assert.Equal(DateTimeOffset.ParseExact(text, "yyyy-MM-ddTHH:mm:ss.FFFFFFzzz", null), As<DateTimeOffset>(read));
    }

    [Fact]
    public void Value_ReadBackAsItsType_IsTheOneThatWasWritten()
    {
        var moment = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

        Assert.Equal(moment, As<DateTimeOffset>(Read(PythonValue.Of(moment))));
        Assert.Equal(TimeSpan.FromDays(1.5), As<TimeSpan>(Read(PythonValue.Of(TimeSpan.FromDays(1.5)))));
        Assert.Equal(12345678901234567890.123456789m, As<decimal>(Read(PythonValue.Of(12345678901234567890.123456789m))));
        Assert.Equal(new HashSet<int> { 1, 2 }, As<HashSet<int>>(Read(PythonValue.Set(PythonValue.Of(1), PythonValue.Of(2)))));
    }

    [Theory]
    [InlineData("""{"__type":"timedelta","__var":90.5}""", "\"00:01:30.5000000\"")]
    [InlineData("""{"a":{"__type":"tuple","__var":[1]}}""", """{"a":[1]}""")]
    [InlineData("""{"__classname__":"acme.Order","__version__":1,"__data__":{"id":7}}""", """{"id":7}""")]
    [InlineData("""{"__classname__":"decimal.Decimal","__version__":1,"__data__":"NaN"}""", "\"NaN\"")]
    [InlineData("""{"__classname__":"no wrapper"}""", """{"__classname__":"no wrapper"}""")]
    public void Wrapper_OfAnyStyle_HandsOnItsData(string stored, string json) =>
        Assert.Equal(json, PythonValues.ToPlainJson(JsonText.Of(stored)).ToString());

    [Theory]
    [InlineData("1e300", "2^64")]
    [InlineData("[18446744073709551616]", "2^64")]
    [InlineData("\"a\\u0000b\"", "U+0000")]
    [InlineData("""{"__type":1,"__var":2}""", "__type")]
    [InlineData("""{"a":{"__classname__":"acme.Order","__version__":1}}""", "acme.Order")]
    public void Json_ThatAirflowCannotHandBack_IsRefusedWithTheReason(string json, string reason)
    {
        var error = Assert.Throws<ArgumentException>(() => PythonValue.OfJson(json));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("builtins.set", "3")]
    [InlineData("datetime.datetime", "\"2026-01-01\"")]
    [InlineData("datetime.datetime", """{"timestamp":1.5,"tz":"UTC"}""")]
    [InlineData("datetime.date", "\"1 January\"")]
    [InlineData("datetime.timedelta", "3")]
    [InlineData("decimal.Decimal", "\"much\"")]
    [InlineData("uuid.UUID", "\"no\"")]
    [InlineData("uuid.UUID", "\"(01234567-89ab-cdef-0123-456789abcdef)\"")]
    [InlineData("decimal.Decimal", "\"1,000\"")]
    [InlineData("builtins.set", "[[1]]")]
    [InlineData("builtins.frozenset", """[{"a":1}]""")]
    [InlineData("datetime.datetime", """{"timestamp":1e18,"tz":null}""")]
    [InlineData("datetime.datetime", "{\"timestamp\":1.5,\"tz\":" + Tuple + "[\"Mars/Base\",\"zoneinfo.ZoneInfo\",1,true]}}")]
    [InlineData("datetime.datetime", "{\"timestamp\":1.5,\"tz\":" + Tuple + "[\"UTC\",\"os.system\",1,true]}}")]
    public void Wrapper_ThatPythonCannotRead_IsRefusedBeforeItLeaves(string type, string data)
    {
        var error = Assert.Throws<ArgumentException>(() => PythonValue.OfJson(
            $$"""[{"__classname__":"{{type}}","__version__":1,"__data__":{{data}}}]"""));

        Assert.Contains(type, error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, Func<PythonValue>> BeyondPython => new()
    {
        { "cannot put it into a set", () => PythonValue.Set(PythonValue.Of(1), PythonValue.List()) },
        { "cannot put it into a set", () => PythonValue.Set(PythonValue.Tuple(PythonValue.Dict([]))) },
        { "Take an earlier moment", () => PythonValue.Of(DateTimeOffset.MaxValue) },
        { "__type", () => PythonValue.Dict([new("__type", PythonValue.Of("set")), new("__var", PythonValue.Of(1))]) },
        { "no datetime.date", () => PythonValue.OfJson("""{"\u005f_classname__":"datetime.date","__version__":2,"__data__":1}""") },
    };

    [Theory]
    [MemberData(nameof(BeyondPython))]
    public void Value_ThatPythonDoesNotHave_IsRefusedWhereItIsMade(string reason, Func<PythonValue> make)
    {
        var error = Assert.Throws<ArgumentException>(make);

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("18446744073709551615")]
    [InlineData("{\"__classname__\":\"builtins.set\",\"__version__\":1,\"__data__\":[" + Tuple + "[1]}]}")]
    [InlineData("\"\\\\u0000\"")]
    [InlineData("-9223372036854775808")]
    [InlineData("""{"__type":"x"}""")]
    [InlineData("1.0")]
    public void Json_AtTheLimit_IsTaken(string json) => Assert.Equal(json, PythonValue.OfJson(json).Json);

    private static JsonText Read(PythonValue value) => PythonValues.ToPlainJson(JsonText.Of(value.Json));

    private static JsonText Wrap(string type, string data) =>
        JsonText.Of($$"""{"__data__":{{data}},"__version__":2,"__classname__":"{{type}}"}""");

    private static T? As<T>(JsonText json) => JsonSerializer.Deserialize<T>(json.Utf8);
}
