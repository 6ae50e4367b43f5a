using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Windtunnel.Tests.Runs;

namespace Windtunnel.Insights.Tests;

/// <summary>The page as a reader meets it: in a browser, from disk.</summary>
public sealed class ReportPageTests(Browser browser) : IClassFixture<Browser>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, ColorScheme> EveryPage()
    {
        var pages = new TheoryData<string, ColorScheme>();
        foreach (string name in (string[])["eventful", "hostile", "wide", "deep", "empty", "index"])
        {
            pages.Add(name, ColorScheme.Light);
            pages.Add(name, ColorScheme.Dark);
        }

        return pages;
    }

    [Theory]
    [MemberData(nameof(EveryPage))]
    public async Task Page_InLightOrDark_ComplainsOfNothingAndLoadsNothing(string name, ColorScheme colors)
    {
        await using OpenedPage opened = await browser.OpenAsync(Written(name), colors);
        Assert.Empty(opened.Complaints);
        Assert.Empty(opened.Requests);
    }

    [Theory]
    [MemberData(nameof(EveryPage))]
    public async Task Page_InLightOrDark_IsAccessible(string name, ColorScheme colors)
    {
        await using OpenedPage opened = await browser.OpenAsync(Written(name), colors);
        if (await opened.Page.Locator(".attention a").CountAsync() > 0)
        {
            await opened.Page.Locator(".attention a").First.ClickAsync();
        }

        var result = await opened.Page.RunAxe();
        Assert.Empty(result.Violations.Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation => $"{violation.Id}: {string.Join(" | ", violation.Nodes.Select(node => node.Html))}"));
    }

    [Fact]
    public async Task Colours_OfDarkAndLight_Differ()
    {
        const string Background = "getComputedStyle(document.body).backgroundColor";
        string file = Written("eventful");
        await using OpenedPage light = await browser.OpenAsync(file, ColorScheme.Light);
        await using OpenedPage dark = await browser.OpenAsync(file, ColorScheme.Dark);
        Assert.NotEqual(await light.Page.EvaluateAsync<string>(Background), await dark.Page.EvaluateAsync<string>(Background));
    }

    [Fact]
    public async Task Keyboard_FromTheSkipLink_ReachesTheDetailsAndReturns()
    {
        await using OpenedPage opened = await browser.OpenAsync(Written("eventful"));
        IPage page = opened.Page;
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to the timeline", await FocusedText(page));
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal("wait_for_rates", await FocusedText(page));
        await page.Keyboard.PressAsync("Escape");
        Assert.False(await page.Locator("#details").IsVisibleAsync());
        Assert.Equal("grid", await page.EvaluateAsync<string>("document.activeElement.id"));
    }

    [Fact]
    public async Task MappedTask_InTheTimeline_OpensAndClosesByArrowKeys()
    {
        await using OpenedPage opened = await browser.OpenAsync(Written("eventful"));
        IPage page = opened.Page;
        await page.Locator("#grid").FocusAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowRight");
        Assert.Equal("34", await page.Locator("#grid").GetAttributeAsync("aria-rowcount"));
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowLeft");
        await page.Keyboard.PressAsync("ArrowLeft");
        Assert.Equal("10", await page.Locator("#grid").GetAttributeAsync("aria-rowcount"));
    }

    [Fact]
    public async Task Timeline_OfARunWithoutVirtualTime_IsInTheOrderOfTheJournal()
    {
        await using OpenedPage opened = await browser.OpenAsync(Written("deep"));
        double[] lefts = await opened.Page.EvaluateAsync<double[]>(
            "[...document.querySelectorAll('.bar')].map(bar => parseFloat(bar.style.left))");
        Assert.Equal(lefts.Length, lefts.Distinct().Count());
        Assert.Equal(lefts.Order(), lefts);
    }

    [Fact]
    public async Task Timeline_InRealTime_IsThatOfTheTimings()
    {
        await using OpenedPage opened = await browser.OpenAsync(Written("eventful"));
        await opened.Page.Locator("#scales button", new() { HasTextString = "Real" }).ClickAsync();
        Assert.Equal("6.5ms", await opened.Page.Locator("#row-0 .right").Last.TextContentAsync());
    }

    [Fact]
    public async Task Graph_ByArrowKeys_FollowsAnEdgeAndShowsDetails()
    {
        await using OpenedPage opened = await browser.OpenAsync(Written("eventful"));
        IPage page = opened.Page;
        await Node(page, "extract:").FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        string? followed = await page.EvaluateAsync<string>("document.activeElement.firstChild.textContent");
        Assert.Matches("^(route|prices.price): ", followed);
        await page.Keyboard.PressAsync("Enter");
        Assert.True(await page.Locator("#details").IsVisibleAsync());
    }

    [Fact]
    public async Task Group_ClosedAndOpened_IsOneNodeAndSeveral()
    {
        await using OpenedPage opened = await browser.OpenAsync(Written("eventful"));
        ILocator nodes = opened.Page.Locator(".node");
        Assert.Equal(9, await nodes.CountAsync());
        await opened.Page.Locator("#groups button", new() { HasTextString = "prices" }).ClickAsync();
        Assert.Equal(8, await nodes.CountAsync());
        await Node(opened.Page, "Group prices:").ClickAsync();
        Assert.Equal(9, await nodes.CountAsync());
    }

    [Fact]
    public async Task Details_OfAnUpstreamFailure_FollowTheChainToItsRoot()
    {
        await using OpenedPage opened = await browser.OpenAsync(Written("eventful"), address: "#task=load&index=-1");
        string why = await opened.Page.Locator("#details ol").First.InnerTextAsync();
        Assert.Contains("'load' is upstream_failed: its rule all_success saw 1 of 1 upstream upstream_failed", why,
            StringComparison.Ordinal);
        Assert.Contains("No rate for XAU.", why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Details_OfARetriedTask_ShowAttemptsLogXComsAndCounts()
    {
        await using OpenedPage opened = await browser.OpenAsync(Written("eventful"), address: "#task=extract&index=-1");
        string text = await opened.Page.Locator("#details").InnerTextAsync();
        Assert.All(
            ["Try 1: up_for_retry", "503 (Service Unavailable)", "Try 2: success", "really 4.4ms", "503, giving up", "\"price\": 10.5",
                "12,480"],
            part => Assert.Contains(part, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Filter_ByTextAndState_ShowsWhatMatches()
    {
        await using OpenedPage opened = await browser.OpenAsync(Written("eventful"));
        ILocator shown = opened.Page.Locator("#shown");
        await opened.Page.Keyboard.PressAsync("/");
        await opened.Page.Keyboard.TypeAsync("PRICES.");
        Assert.Equal("25 of 32 instances", await shown.TextContentAsync());
        await opened.Page.Locator(".chip", new() { HasTextString = "upstream_failed" }).ClickAsync();
        Assert.Equal("1 of 32 instances", await shown.TextContentAsync());
    }

    [Fact]
    public async Task HostileText_InEveryPlace_StaysText()
    {
        await using OpenedPage opened = await browser.OpenAsync(Written("hostile"));
        List<string> dialogs = [];
        opened.Page.Dialog += (_, dialog) => dialogs.Add(dialog.Message);
        await opened.Page.Locator(".attention a").ClickAsync();
        Assert.Contains("<img src=x onerror=alert(2)>", await opened.Page.Locator("#details").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await opened.Page.Locator("img").CountAsync());
        Assert.Empty(dialogs);
        Assert.Empty(opened.Complaints);
    }

    [Fact]
    public async Task TenThousandInstances_Opened_KeepOnlyTheRowsInSightInTheDocument()
    {
        await using OpenedPage opened = await browser.OpenAsync(Written("wide"));
        IPage page = opened.Page;
        await page.Locator("#grid").FocusAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("End");
        Assert.Equal("10003", await page.Locator("#grid").GetAttributeAsync("aria-rowcount"));
        Assert.True(await page.Locator("[id='row-10001']").IsVisibleAsync());
        Assert.InRange(await page.Locator("#grid .row").CountAsync(), 10, 100);
    }

    [Fact]
    public async Task TenThousandInstances_Filtered_CostNoMoreThanInProportion()
    {
        double small = await FilterTime(Write("small", SampleRuns.Wide(100)));
        double large = await FilterTime(Written("wide"));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"Filtering 100: {small:0.00} ms, 10,000: {large:0.00} ms, ratio {large / small:0.0}.");
        Assert.True(large < small * 100, $"Filtering 10,000 took {large} ms, 100 took {small} ms.");
    }

    [Fact]
    public async Task Print_OfAReport_ShowsEveryRowAndNoControls()
    {
        await using OpenedPage opened = await browser.OpenAsync(Written("eventful"), height: 400);
        await opened.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await opened.Page.EvaluateAsync("dispatchEvent(new Event('beforeprint'))");
        Assert.False(await opened.Page.Locator("#filter").IsVisibleAsync());
        Assert.Equal(9, await opened.Page.Locator("#grid .body .row").CountAsync());
    }

    [Fact]
    public async Task Page_WithoutScripts_StillTellsWhatFailed()
    {
        await using OpenedPage opened = await browser.OpenAsync(Written("eventful"), scripts: false);
        string text = await opened.Page.Locator("body").InnerTextAsync();
        Assert.Contains("prices.price[17] failed in try 1: HttpRequestException: No rate for XAU.", text, StringComparison.Ordinal);
        Assert.Contains("windtunnel run orders_etl --seed 42", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Index_SortedAndFiltered_ShowsTheRunsInQuestion()
    {
        await using OpenedPage opened = await browser.OpenAsync(Written("index"));
        ILocator first = opened.Page.Locator("#runs tbody tr:visible").First;
        await opened.Page.Locator("thead button", new() { HasTextString = "Virtual time" }).ClickAsync();
        Assert.Contains("1,000 success", await first.InnerTextAsync(), StringComparison.Ordinal);
        await opened.Page.Locator("#filter").FillAsync("orders_etl");
        Assert.Equal("1 of 2", await opened.Page.Locator("#shown").TextContentAsync());
        await opened.Page.Locator("a", new() { HasTextString = "orders_etl" }).ClickAsync();
        Assert.Contains("Timeline", await opened.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }

    private static ILocator Node(IPage page, string name) => page.Locator("#graph").GetByRole(AriaRole.Button, new() { NameString = name });

    private static Task<string> FocusedText(IPage page) => page.EvaluateAsync<string>("document.activeElement.textContent.trim()");

    /// <summary>The median of the times that filtering takes, in milliseconds, until the browser has laid the page out.</summary>
    private async Task<double> FilterTime(string file)
    {
        await using OpenedPage opened = await browser.OpenAsync(file);
        return await opened.Page.EvaluateAsync<double>(
            """
            () => {
              const filter = document.getElementById('filter');
              const times = [];
              for (let at = 0; at < 31; at++) {
                filter.value = String(at % 10);
                const start = performance.now();
                filter.dispatchEvent(new Event('input'));
                document.body.offsetHeight;
                times.push(performance.now() - start);
              }
              return Math.max(0.05, times.sort((a, b) => a - b)[15]);
            }
            """);
    }

    private string Written(string name) => name switch
    {
        "eventful" => Write(name, SampleRuns.Eventful()),
        "hostile" => Write(name, SampleRuns.Hostile()),
        "wide" => Write(name, SampleRuns.Wide(10_000)),
        "deep" => Write(name, SampleRuns.Deep(1_000)),
        "empty" => Write(name, new JournalWriting().Run),
        _ => ReportIndex.Write(
            [
                RunReport.Write(SampleRuns.Eventful(), _folder.File("eventful.html")),
                RunReport.Write(SampleRuns.Deep(1_000), _folder.File("deep.html")),
            ],
            _folder.Path),
    };

    private string Write(string name, Run run) => RunReport.Write(run, _folder.File($"{name}.html"), "out/a.journal.jsonl").ReportPath;
}
