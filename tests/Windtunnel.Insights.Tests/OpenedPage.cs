using Microsoft.Playwright;

namespace Windtunnel.Insights.Tests;

/// <summary>A page in a browser, with all that it complained about and asked the network for.</summary>
internal sealed class OpenedPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    private OpenedPage(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
    }

    public IPage Page { get; }

    /// <summary>Errors and warnings of the console, and exceptions that no script caught.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>Requests other than for the page itself.</summary>
    public List<string> Requests { get; } = [];

    public static async Task<OpenedPage> OfAsync(IBrowserContext context, string file, string part)
    {
        var opened = new OpenedPage(context, await context.NewPageAsync());
        string address = new Uri(file).AbsoluteUri;
        opened.Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                opened.Complaints.Add(message.Text);
            }
        };
        opened.Page.PageError += (_, error) => opened.Complaints.Add(error);
        opened.Page.Request += (_, request) =>
        {
            if (request.Url.Split('#')[0] != address && !request.Url.StartsWith("data:", StringComparison.Ordinal))
            {
                opened.Requests.Add(request.Url);
            }
        };
        await opened.Page.GotoAsync(address + part);
        return opened;
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
