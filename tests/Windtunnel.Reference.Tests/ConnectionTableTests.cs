using System.Text.RegularExpressions;

namespace Windtunnel.Reference.Tests;

/// <summary>Whether reference/README.md tells a deployment all that the DAGs ask for, and no more.</summary>
public sealed partial class ConnectionTableTests
{
    private static readonly string Guide = File.ReadAllText(ReferenceRepository.PathTo("reference", "README.md"));

    [Fact]
    public void Connections_OfTheTable_AreThoseThatTheDagsAskFor() => Assert.Equal(
        AskedFor("Connections"),
        TableRow().Matches(Guide).SelectMany(row => Names(row.Groups["ids"].Value)).Order(StringComparer.Ordinal));

    [Fact]
    public void Variables_OfTheGuide_AreThoseThatTheDagsAskFor() => Assert.Equal(
        AskedFor("Variables?"), Names(VariableSentence().Match(Guide).Value).Order(StringComparer.Ordinal));

    [Fact]
    public void Variables_OfTheBodies_StandInTheDocTexts() => Assert.Equal(
        AskedFor("Variables?"),
        Sources().SelectMany(text => VariableInBody().Matches(text)).Select(found => found.Groups["key"].Value)
            .Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Connections_OfTheDocTexts_AreNamedByABody()
    {
        string bodies = string.Join('\n', Sources());

        Assert.All(AskedFor("Connections"), id => Assert.Contains($"\"{id}\"", bodies, StringComparison.Ordinal));
    }

    /// <summary>What the DAGs' doc texts say, each name once.</summary>
    private static IEnumerable<string> AskedFor(string heading) => ReferenceDags.Dags.DagIds
        .Select(id => Regex.Match(
            ReferenceDags.Dags.Load(id).Doc!, $@"\b{heading}: (?<said>[^:]*?)\.(?=\s+[A-Z]\w*:|\s*$)", RegexOptions.ExplicitCapture))
        .SelectMany(found => Names(WithoutBrackets().Replace(found.Groups["said"].Value, "")))
        .Distinct()
        .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Names(string text) => Name().Matches(text).Select(found => found.Groups["name"].Value);

    private static IEnumerable<string> Sources() => Directory
        .EnumerateFiles(ReferenceRepository.PathTo("reference"), "*.cs", SearchOption.AllDirectories)
        .Where(file => file.EndsWith(".dag.cs", StringComparison.Ordinal)
            || file.Contains($"{Path.DirectorySeparatorChar}Aviation{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        .Select(File.ReadAllText);

    [GeneratedRegex(@"^\| (?<ids>`\w+`[^|]*) \| `\w+`", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex TableRow();

    [GeneratedRegex(@"^\w+ also asks for the variables .*?\.$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex VariableSentence();

    [GeneratedRegex(@"Variables(\.Find\(|\[)""(?<key>\w+)""", RegexOptions.ExplicitCapture)]
    private static partial Regex VariableInBody();

    [GeneratedRegex(@"\([^)]*\)")]
    private static partial Regex WithoutBrackets();

    [GeneratedRegex("`(?<name>\\w+)`", RegexOptions.ExplicitCapture)]
    private static partial Regex Name();
}
