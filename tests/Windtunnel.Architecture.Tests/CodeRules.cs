using System.Text.RegularExpressions;

namespace Windtunnel.Architecture.Tests;

public sealed partial class CodeRules
{
    private const int LongestLine = 140;

    [Fact]
    public void TypeName_InAnyProject_NamesAThingAndNotADrawer() =>
        Rule.Holds("Put the function on the type it is about, or name the noun it computes.",
            from file in Repository.CSharp
            from Match type in DrawerName().Matches(Repository.Read(file))
            select $"{file}: {type.Groups["name"].Value}");

    [Fact]
    public void Comment_WithWorkLeftToDo_NamesItsOwner() =>
        Rule.Holds("Finish it, or write TODO(owner): what and why. FIXME and HACK are not left behind.",
            from file in Repository.CSharp.Concat(Repository.Files.Where(f => f.EndsWith(".sh", StringComparison.Ordinal)))
            where !file.EndsWith("/CodeRules.cs", StringComparison.Ordinal)
            from line in Repository.Lines(file).Index()
            where UnownedWork().IsMatch(line.Item)
            select $"{file}:{line.Index + 1}: {line.Item.Trim()}");

    [Fact]
    public void Line_OfCode_FitsTheWindow() =>
        Rule.Holds($"A line has at most {LongestLine} characters, so that two files fit side by side; generated ones may be wider.",
            from file in Repository.CSharp
            where !IsGenerated(file)
            from line in Repository.Lines(file).Index()
            where line.Item.Length > LongestLine
            select $"{file}:{line.Index + 1}: {line.Item.Length} characters.");

    [Fact]
    public void TestName_InAnyTestProject_ReadsSubjectScenarioOutcome() =>
        Rule.Holds("A test is named Subject_Scenario_Outcome, so that a list of failures reads as a specification.",
            from file in Repository.CSharp.Where(f => f.StartsWith("tests/", StringComparison.Ordinal))
            from Match test in TestMethod().Matches(Repository.Read(file))
            where !ThreeParts().IsMatch(test.Groups["name"].Value)
            select $"{file}: {test.Groups["name"].Value}");

    [Fact]
    public void DagFile_OfTheReference_IsMarkedAsWorkflowCode() =>
        Rule.Holds("A reference DAG is built in a *.dag.cs file, where .editorconfig holds workflow code to determinism.",
            from file in Repository.CSharp.Where(f => f.StartsWith("reference/", StringComparison.Ordinal))
            where !file.EndsWith(".dag.cs", StringComparison.Ordinal)
                && Repository.Read(file).Contains("new Dag(", StringComparison.Ordinal)
            select file);

    private static bool IsGenerated(string file) => Repository.Lines(file)[0].StartsWith("// Written by eng/", StringComparison.Ordinal);

    [GeneratedRegex(
        @"^(?!\s*//).*\b(?:class|record|struct|interface|enum)\s+(?<name>\w+(?:Manager|Helpers?|Utils?|Utilities|Service|Processor))\b",
        RegexOptions.Multiline)]
    private static partial Regex DrawerName();

    [GeneratedRegex(@"\b(?:FIXME|HACK|XXX)\b|\bTODO\b(?!\(\w+\):)")]
    private static partial Regex UnownedWork();

    [GeneratedRegex(
        @"\[(?:Fact|Theory|Test|TestCase|TestMethod)\b[^\n]*(?:\n\s*\[[^\n]*)*\n?\s*public\s+[\w\s<>]*?(?<name>\w+)\s*(?:<[^>]*>)?\(")]
    private static partial Regex TestMethod();

    [GeneratedRegex(@"^[A-Z][A-Za-z0-9]*(?:_[A-Z0-9][A-Za-z0-9]*){2,}$")]
    private static partial Regex ThreeParts();
}
