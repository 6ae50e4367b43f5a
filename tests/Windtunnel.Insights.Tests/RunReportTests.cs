using System.Text.RegularExpressions;
using Windtunnel.Tests.Runs;

namespace Windtunnel.Insights.Tests;

public sealed partial class RunReportTests
{
    [Fact]
    public void Report_OfTheSameRun_HasTheSameBytes() => Assert.Equal(Report(SampleRuns.Eventful()), Report(SampleRuns.Eventful()));

    [Theory]
    [InlineData("orders_etl")]
    [InlineData("windtunnel run orders_etl --seed 42")]
    [InlineData("windtunnel replay 'out/my runs/a.journal.jsonl'")]
    [InlineData("11m 5s")]
    [InlineData("Response status code does not indicate success: 503")]
    [InlineData("stub.unused")]
    [InlineData("s3://raw/orders")]
    [InlineData("rows.read")]
    [InlineData("prices.price[17]")]
    public void Report_OfAnEventfulRun_Holds(string text) =>
        Assert.Contains(text, System.Net.WebUtility.HtmlDecode(Report(SampleRuns.Eventful(), "out/my runs/a.journal.jsonl")),
            StringComparison.Ordinal);

    [Fact]
    public void Report_OfHostileTexts_ContainsNoneOfThemAsMarkup()
    {
        string page = Report(SampleRuns.Hostile());
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.Equal(2, ScriptStart().Count(page));
        Assert.Equal(2, Regex.Count(page, "</script"));
    }

    [Fact]
    public void Report_OfAnyRun_NamesNoAddressToLoadFrom()
    {
        string page = Report(SampleRuns.Wide(3));
        Assert.DoesNotMatch("(src|href)=\"(?!#|data:,)", page);
        Assert.DoesNotMatch(@"url\(|@import|fetch\(|XMLHttpRequest", page);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-inline", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_OfManyLogLines_KeepsTheLastAndSaysHowManyAreMissing()
    {
        var writing = new JournalWriting(JournalWriting.Task("chatty")).Started("chatty");
        for (int line = 0; line < 1000; line++)
        {
            writing.Logged("chatty", "info", $"line {line}.");
        }

        string page = Report(writing.Run);
        Assert.Contains("line 999.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("line 799.", page, StringComparison.Ordinal);
        Assert.Contains("\"lost\":800", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_OfAChainOfUpstreamFailures_GrowsInProportion()
    {
        int small = Report(Chain(1_000)).Length;
        int large = Report(Chain(10_000)).Length;
        Assert.InRange(large, small, small * 11);
    }

    [Fact]
    public void Summary_OfARun_CountsItsInstances()
    {
        using var folder = new TemporaryFolder();
        RunSummary summary = RunReport.Write(SampleRuns.Eventful(), folder.File("new/folder/a.html"));
        Assert.Equal((RunState.Success, 42UL, 1), (summary.State, summary.Seed, summary.Findings));
        Assert.Equal(2, summary.States[TaskState.UpstreamFailed]);
        Assert.Equal(TimeSpan.FromMicroseconds(15_380), summary.RealElapsed);
        Assert.True(File.Exists(summary.ReportPath));
    }

    [Fact]
    public void Index_OfRuns_LinksToThemByRelativePath()
    {
        using var folder = new TemporaryFolder();
        RunSummary hostile = RunReport.Write(SampleRuns.Hostile(), folder.File("runs/a b#1.html"));
        string page = File.ReadAllText(ReportIndex.Write([hostile, hostile with { DagId = "second" }], folder.Path));
        Assert.Contains("href=\"runs/a%20b%231.html\"", page, StringComparison.Ordinal);
        Assert.Contains("2 runs, 4 task instances", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
    }

    [Fact]
    public void DisplayName_OfADag_StandsInPlaceOfItsId()
    {
        using var folder = new TemporaryFolder();
        Run run = new JournalWriting(
            JournalWriting.Created() with { Dag = new DagOutline { DagId = "etl", DisplayName = "Orders of a day" } }).Run;
        RunSummary summary = RunReport.Write(run, folder.File("a.html"));
        Assert.Contains("<title>Orders of a day - ", File.ReadAllText(summary.ReportPath), StringComparison.Ordinal);
        Assert.Contains(">Orders of a day</a><span class=\"sub\">etl, manual", File.ReadAllText(ReportIndex.Write([summary], folder.Path)),
            StringComparison.Ordinal);
    }

    private static string Report(Run run, string? journal = null)
    {
        using var folder = new TemporaryFolder();
        return File.ReadAllText(RunReport.Write(run, folder.File("report.html"), journal).ReportPath);
    }

    private static Run Chain(int length)
    {
        TaskOutline[] tasks = [.. Enumerable.Range(0, length).Select(at => JournalWriting.Task($"t{at}", at == 0 ? [] : [$"t{at - 1}"]))];
        var writing = new JournalWriting(tasks).Ran("t0", TaskState.Failed, error: "the root");
        for (int at = 1; at < length; at++)
        {
            writing.Decided(
                $"t{at}",
                TaskState.UpstreamFailed,
                new Cause { Kind = CauseKind.TriggerRule, By = [new CauseBy($"t{at - 1}", -1, TaskState.UpstreamFailed)] });
        }

        return writing.Run;
    }

    [GeneratedRegex("<script[ >]")]
    private static partial Regex ScriptStart();
}
