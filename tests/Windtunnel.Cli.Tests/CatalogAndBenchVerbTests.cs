using System.Text.Json;

namespace Windtunnel.Cli.Tests;

public sealed class CatalogAndBenchVerbTests
{
    private const string Results = """
        <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">
          <Results>
            <UnitTestResult executionId="a" testName="Good" outcome="Passed" />
            <UnitTestResult executionId="b" testName="Bad" outcome="Failed" />
            <UnitTestResult executionId="c" testName="Good_too" outcome="Passed" />
            <UnitTestResult executionId="d" testName="Late" outcome="NotExecuted" />
          </Results>
          <TestDefinitions>
            <UnitTest name="Good"><Execution id="a" />
              <Properties><Property><Key>bullet</Key><Value>1.1#1</Value></Property></Properties>
            </UnitTest>
            <UnitTest name="Bad"><Execution id="b" />
              <Properties><Property><Key>bullet</Key><Value>1.1#2</Value></Property></Properties>
            </UnitTest>
            <UnitTest name="Good_too"><Execution id="c" />
              <Properties><Property><Key>bullet</Key><Value>1.1#2</Value></Property></Properties>
            </UnitTest>
            <UnitTest name="Late"><Execution id="d" />
              <Properties><Property><Key>bullet</Key><Value>1.1#3</Value></Property></Properties>
            </UnitTest>
          </TestDefinitions>
        </TestRun>
        """;

    [Fact]
    public async Task Catalog_AfterATestRun_ShowsTheStateOfEachBullet()
    {
        using SampleProject folder = new();
        folder.Write(Results, "a.trx");

        string output = (await Tool.RunAsync("catalog", "--chapter", "1", "--results", folder.Folder)).ShouldSucceed().Output;

        Assert.Contains("  shown    1.1#1", output, StringComparison.Ordinal);
        Assert.Contains("  failing  1.1#2", output, StringComparison.Ordinal);
        Assert.Contains("  skipped  1.1#3", output, StringComparison.Ordinal);
        Assert.Contains("  missing  1.2#1", output, StringComparison.Ordinal);
        Assert.EndsWith("catalog: 1 of 18 shown", output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Catalog_WithoutTestResults_ListsAllRowsAndSaysHowToHaveThem()
    {
        ToolResult result = (await Tool.RunAsync("catalog", "--results", "no-such-folder")).ShouldSucceed();

        Assert.Equal("catalog: 0 of 194 shown", result.LastLine);
        Assert.Equal(53, result.Output.Split('\n').Count(line => line.Length > 0 && char.IsAsciiDigit(line[0])));
        Assert.Contains("Run ./windtunnel test.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Catalog_WithJson_PrintsJson()
    {
        ToolResult result = await Tool.RunAsync("catalog", "--results", "no-such-folder", "--json");

        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal(194, json.RootElement.GetProperty("bullets").GetArrayLength());
    }

    [Fact]
    public async Task Catalog_OfAnUnknownChapter_SaysWhichThereAre() =>
        (await Tool.RunAsync("catalog", "--chapter", "11")).ShouldBeRefused(2, "There is no chapter 11. There are 1 to 10.");

    [Fact]
    public async Task Catalog_OfResultsThatAreNoXml_NamesTheFile()
    {
        using SampleProject folder = new();
        folder.Write("nothing", "a.trx");

        (await Tool.RunAsync("catalog", "--results", folder.Folder)).ShouldBeRefused(5, "a.trx' are no TRX file");
    }

    [Fact]
    public async Task Bench_OutsideTheRepository_SaysWhereItWorks() =>
        (await Tool.StartInstalled(Path.GetTempPath(), "bench").EndAsync()).ShouldBeRefused(3, "Start ./windtunnel bench there.");
}
