using Microsoft.Playwright;

namespace Windtunnel.Insights.Tests;

/// <summary>Chromium, started once for all tests of a class. Absent, the tests are skipped, but on a CI machine they fail.</summary>
public sealed class Browser : IAsyncLifetime
{
    private const string Executable = "/usr/bin/chromium";

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Executable))
        {
            return;
        }

        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Executable,
            Args =
            [
                "--no-sandbox", "--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
    }

    /// <summary>Opens a file in a window of its own.</summary>
    internal async Task<OpenedPage> OpenAsync(
        string file, ColorScheme colors = ColorScheme.Light, int height = 900, string address = "", bool scripts = true)
    {
        if (_browser is null)
        {
            const string Absent = $"There is no {Executable}. Install it: apt-get install -y chromium.";
            Assert.SkipWhen(Environment.GetEnvironmentVariable("CI") is null, Absent);
            Assert.Fail(Absent);
        }

        IBrowserContext context = await _browser.NewContextAsync(new()
        {
            ColorScheme = colors,
            ViewportSize = new ViewportSize { Width = 1440, Height = height },
            JavaScriptEnabled = scripts,
        });
        return await OpenedPage.OfAsync(context, file, address);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
