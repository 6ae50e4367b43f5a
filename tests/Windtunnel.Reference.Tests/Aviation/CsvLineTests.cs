using Windtunnel.Reference.Aviation;

namespace Windtunnel.Reference.Tests.Aviation;

public sealed class CsvLineTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a,b", "a|b")]
    [InlineData("a,,", "a||")]
    [InlineData("\"a,b\",c", "a,b|c")]
    [InlineData("\"say \"\"hi\"\"\",c", "say \"hi\"|c")]
    [InlineData("\"\",c", "|c")]
    public void Split_LineWithOrWithoutQuotes_GivesItsValues(string line, string values) =>
        Assert.Equal(values, string.Join('|', CsvLine.Split(line)!));

    [Theory]
    [InlineData("\"a,b")]
    [InlineData("a,\"b\"\"")]
    public void Split_QuoteThatIsNotClosed_GivesNull(string line) => Assert.Null(CsvLine.Split(line));

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    public void Quote_ThenSplit_GivesTheValueBack(string value, string quoted)
    {
        Assert.Equal(quoted, CsvLine.Quote(value));
        Assert.Equal([value], CsvLine.Split(quoted)!);
    }
}
