namespace Windtunnel.Docs.Tests;

/// <summary>A fenced block of a Markdown document; <paramref name="Line"/> is the line of its first line of text.</summary>
/// <param name="Language">The first word after the fence, or empty.</param>
/// <param name="Mark">The second word after the fence, which says how the block is treated, or empty.</param>
internal sealed record CodeBlock(string File, int Line, string Language, string Mark, string Text)
{
    private const string Fence = "```";

    public static IEnumerable<CodeBlock> InAllDocuments() =>
        Repository.Files.Where(f => f.EndsWith(".md", StringComparison.Ordinal)).SelectMany(InDocument);

    public static IEnumerable<CodeBlock> InDocument(string file) => Parse(file, Repository.Lines(file));

    public static IEnumerable<CodeBlock> Parse(string file, IReadOnlyList<string> lines)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            var open = lines[i].TrimStart();
            if (!open.StartsWith(Fence, StringComparison.Ordinal))
                continue;

            var first = i + 1;
            var indent = lines[i].Length - open.Length;
            while (++i < lines.Count && lines[i].Trim() != Fence)
            {
            }

            var words = open[Fence.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var text = string.Join('\n', lines.Skip(first).Take(i - first).Select(l => l[Math.Min(indent, l.Length)..]));
            yield return new CodeBlock(file, first + 1, words.ElementAtOrDefault(0) ?? "", words.ElementAtOrDefault(1) ?? "", text);
        }
    }

    public override string ToString() => $"{File}:{Line}";
}
