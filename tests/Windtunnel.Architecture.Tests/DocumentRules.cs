using System.Text.RegularExpressions;

namespace Windtunnel.Architecture.Tests;

public sealed partial class DocumentRules
{
    [Fact]
    public void Link_InAnyDocument_LeadsToAFileOrHeadingThatExists() =>
        Rule.Holds("A link in the repository leads somewhere: mend the path or the heading.",
            from file in Documents()
            from Match link in Link().Matches(WithoutCode(Repository.Read(file)))
            let target = link.Groups["target"].Value
            where !Regex.IsMatch(target, "^[a-z]+:") && !Resolves(file, target)
            select $"{file}: ({target})");

    [Fact]
    public void Decision_InDocsAdr_IsNumberedListedAndComplete()
    {
        var records = Repository.Files.Where(f => Regex.IsMatch(f, @"^docs/adr/\d{4}-[a-z0-9-]+\.md$")).ToList();
        var index = Repository.Read("docs/adr/README.md");
        Rule.Holds("A decision record has the next number, a line in docs/adr/README.md, and the template's headings.",
            records.Where((f, i) => !Path.GetFileName(f).StartsWith($"{i + 1:0000}-", StringComparison.Ordinal))
                .Select(f => $"{f}: not the next number.")
                .Concat(records.Where(f => !index.Contains($"({Path.GetFileName(f)})", StringComparison.Ordinal))
                    .Select(f => $"{f}: not in the index."))
                .Concat(
                    from file in records
                    from heading in new[] { "## Decision", "## Why", "## Alternatives" }
                    where !Repository.Read(file).Contains(heading, StringComparison.Ordinal)
                    select $"{file}: no '{heading}'."));
    }

    [Fact]
    public void DataFile_OfTheRepository_HasItsOriginInNotice()
    {
        var named = DataRow().Matches(Repository.Read("NOTICE")).Select(m => m.Groups["path"].Value).ToList();
        var data = Repository.Files.Where(f => Regex.IsMatch(f, "^(reference/data|tests/conformance)/"));
        Rule.Holds("NOTICE names the origin and licence of every data file: a row for the file, or for its folder ending in '/'.",
            data.Where(f => !named.Any(n => f == n || (n.EndsWith('/') && f.StartsWith(n, StringComparison.Ordinal))))
                .Concat(named.Where(n => !Repository.Exists(n)).Select(n => $"{n}: named in NOTICE, but not here.")));
    }

    private static IEnumerable<string> Documents() => Repository.Files.Where(f => f.EndsWith(".md", StringComparison.Ordinal));

    private static string WithoutCode(string markdown) => CodeBlock().Replace(markdown, "");

    private static bool Resolves(string file, string target)
    {
        var parts = target.Split('#', 2);
        var path = parts[0].Length == 0 ? file : Normalize(Path.GetDirectoryName(file)!, Uri.UnescapeDataString(parts[0]));
        if (!Repository.Exists(path))
            return false;
        return parts.Length == 1 || !path.EndsWith(".md", StringComparison.Ordinal) || Anchors(path).Contains(parts[1]);
    }

    private static string Normalize(string folder, string target) =>
        Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(Repository.Root, folder, target))).Replace('\\', '/');

    private static IEnumerable<string> Anchors(string file) =>
        Repository.Lines(file).Where(l => l.StartsWith('#'))
            .Select(l => NotInAnAnchor().Replace(l.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex(@"\[[^\]]*\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^```.*?^```|`[^`\n]+`", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnAnchor();

    [GeneratedRegex(@"^\s*(?<path>(?:reference|tests)/\S+)", RegexOptions.Multiline)]
    private static partial Regex DataRow();
}
