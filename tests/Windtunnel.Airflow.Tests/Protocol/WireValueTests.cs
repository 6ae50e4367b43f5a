using System.Buffers;
using Nerdbank.MessagePack;
using Windtunnel.Airflow.Protocol;

namespace Windtunnel.Airflow.Tests.Protocol;

public sealed class WireValueTests
{
    [Theory]
    [InlineData("null", "C0")]
    [InlineData("9007199254740993", "CF0020000000000001")]
    [InlineData("18446744073709551615", "CFFFFFFFFFFFFFFFFF")]
    [InlineData("-9223372036854775808", "D38000000000000000")]
    [InlineData("1.0", "CB3FF0000000000000")]
    [InlineData("""{"a":[1,null,true]}""", "81A1619301C0C3")]
    [InlineData("\"\u00FC\"", "A2C3BC")]
    public void Json_OfAnyKind_IsTheSameBytesInBothDirections(string json, string hex)
    {
        byte[] bytes = Written(JsonText.Of(json));

        Assert.Equal(hex, Convert.ToHexString(bytes));
        Assert.Equal(json, ReadBack(bytes));
    }

    [Theory]
    [InlineData("\"\\ud800\"", "surrogate")]
    [InlineData("{\"\\ud800\":1}", "surrogate")]
    [InlineData("1e999", "too large")]
    [InlineData("[1,", "no JSON")]
    public void Json_ThatWouldStopASupervisor_IsRefusedWithTheReason(string json, string reason)
    {
        var error = Assert.Throws<ProtocolException>(() => Written(JsonText.Of(json)));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_NestedDeeperThanAirflowTakes_IsRefused()
    {
        string allowed = new string('[', WireJson.MaxDepth) + new string(']', WireJson.MaxDepth);

        Assert.Equal(allowed, ReadBack(Written(JsonText.Of(allowed))));
        Assert.Throws<ProtocolException>(() => Written(JsonText.Of($"[{allowed}]")));
    }

    [Theory]
    [InlineData("CA7FC00000", "\"NaN\"")]
    [InlineData("CBFFF0000000000000", "\"-Infinity\"")]
    [InlineData("81" + "01" + "C3", """{"1":true}""")]
    [InlineData("C403616263", "\"YWJj\"")]
    [InlineData("D6FF695735A5", "\"2026-01-02T03:04:05.000000Z\"")]
    public void MessagePack_ThatJsonDoesNotHave_BecomesTheNearestJson(string hex, string json) =>
        Assert.Equal(json, ReadBack(Convert.FromHexString(hex)));

    [Theory]
    [InlineData("PT30S", 30)]
    [InlineData("P1DT2H", 93_600)]
    [InlineData("-PT5S", -5)]
    [InlineData("PT1M0.5S", 60.5)]
    [InlineData("00:00:30", 30)]
    public void Duration_InEverySpellingAirflowTakes_IsRead(string text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), WireTime.ParseDuration(text));

    [Theory]
    [InlineData("30")]
    [InlineData("1.02:03:04")]
    [InlineData("P")]
    [InlineData("PT1D")]
    public void Duration_InASpellingAirflowRefuses_IsRefused(string text) =>
        Assert.Throws<ProtocolException>(() => WireTime.ParseDuration(text));

    [Fact]
    public void Duration_OfADotnetSpan_IsWrittenAsAirflowReadsIt() =>
        Assert.Equal("PT93784.5S", WireTime.Format(new TimeSpan(1, 2, 3, 4, 500)));

    private static byte[] Written(JsonText value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        JsonToWire.Write(ref writer, value);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static string ReadBack(byte[] bytes)
    {
        var reader = new MessagePackReader(new ReadOnlySequence<byte>(bytes));
        return WireJson.Read(ref reader).ToString();
    }
}
