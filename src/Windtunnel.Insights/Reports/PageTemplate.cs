using System.Security.Cryptography;
using System.Text;

namespace Windtunnel.Insights.Reports;

/// <summary>A page put together from the files beside it: markup with places for content, style sheets and scripts.</summary>
/// <remarks>The page allows itself to run exactly its own script and style, by their hashes, and to load nothing.</remarks>
internal sealed class PageTemplate
{
    private readonly string _markup;
    private readonly string _style;
    private readonly string _script;

    public PageTemplate(string markup, string[] styles, string[] scripts)
    {
        _markup = Read(markup);
        _style = $"\n{string.Concat(styles.Select(Read))}";
        _script = $"\n'use strict';\n{{\n{string.Concat(scripts.Select(Read))}}}\n";
    }

    /// <param name="content">What stands in the places <c>{{name}}</c> of the markup.</param>
    public string Fill(params ReadOnlySpan<(string Name, Html Content)> content)
    {
        string policy = $"default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; "
            + $"style-src '{Hash(_style)}'; script-src '{Hash(_script)}'";
        var places = new Dictionary<string, string>
        {
            ["policy"] = policy,
            ["style"] = $"<style>{_style}</style>",
            ["script"] = $"<script>{_script}</script>",
            ["shapes"] = Read("shapes.svg"),
        };
        foreach ((string name, Html html) in content)
        {
            places[name] = html.Markup;
        }

        return Fill(places);
    }

    // One pass, so that content which looks like a place is not filled again.
    private string Fill(Dictionary<string, string> places)
    {
        var page = new StringBuilder();
        int kept = 0;
        while (_markup.IndexOf("{{", kept, StringComparison.Ordinal) is >= 0 and int start)
        {
            int end = _markup.IndexOf("}}", start, StringComparison.Ordinal);
            page.Append(_markup, kept, start - kept).Append(places[_markup[(start + 2)..end]]);
            kept = end + 2;
        }

        return page.Append(_markup, kept, _markup.Length - kept).ToString();
    }

    private static string Hash(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    private static string Read(string name)
    {
        using Stream stream = typeof(PageTemplate).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The page's file '{name}' is not embedded in the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
