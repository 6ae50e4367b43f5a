using System.Collections.Immutable;
using System.Xml;
using System.Xml.Linq;

namespace Windtunnel.Insights;

/// <summary>One test of a finished test run.</summary>
/// <param name="Name">As the runner shows it.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Traits">Its traits, e.g. <c>bullet</c> and <c>1.1#2</c>; a name may stand several times.</param>
public sealed record TestResult(string Name, TestOutcome Outcome, ImmutableArray<KeyValuePair<string, string>> Traits);

/// <summary>What became of a test.</summary>
public enum TestOutcome
{
    Passed,
    Failed,
    Skipped,
}

/// <summary>Reads the TRX files that <c>dotnet test --report-trx</c> leaves.</summary>
public static class TestResults
{
    private static readonly XNamespace Trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    /// <summary>All tests of all TRX files in a folder; none when there is no such folder.</summary>
    /// <exception cref="InvalidDataException">A file cannot be read as TRX.</exception>
    public static IReadOnlyList<TestResult> In(string folder) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, "*.trx").Order(StringComparer.Ordinal).SelectMany(Read)]
        : [];

    private static TestResult[] Read(string path)
    {
        XDocument document;
        try
        {
            document = XDocument.Load(path);
        }
        catch (XmlException e)
        {
            throw new InvalidDataException($"Test results '{path}' are no TRX file: {e.Message} Run the tests again.", e);
        }

        Dictionary<string, ImmutableArray<KeyValuePair<string, string>>> traits = document.Descendants(Trx + "UnitTest")
            .ToDictionary(test => (string?)test.Element(Trx + "Execution")?.Attribute("id") ?? "", TraitsOf);
        return
        [
            .. document.Descendants(Trx + "UnitTestResult").Select(result => new TestResult(
                (string?)result.Attribute("testName") ?? "",
                OutcomeOf((string?)result.Attribute("outcome")),
                traits.GetValueOrDefault((string?)result.Attribute("executionId") ?? "", []))),
        ];
    }

    private static ImmutableArray<KeyValuePair<string, string>> TraitsOf(XElement test) =>
    [
        .. test.Descendants(Trx + "Property").Select(property =>
            KeyValuePair.Create((string?)property.Element(Trx + "Key") ?? "", (string?)property.Element(Trx + "Value") ?? "")),
    ];

    private static TestOutcome OutcomeOf(string? outcome) => outcome switch
    {
        "Passed" => TestOutcome.Passed,
        "NotExecuted" or "Inconclusive" => TestOutcome.Skipped,
        _ => TestOutcome.Failed,
    };
}
