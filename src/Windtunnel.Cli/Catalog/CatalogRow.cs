using System.Text.Json;
using System.Text.Json.Serialization;
using Windtunnel.Insights;

namespace Windtunnel.Cli.Catalog;

/// <summary>One reference DAG of the catalogue, and what it must show.</summary>
internal sealed record CatalogRow
{
    public required string Row { get; init; }

    public required string Story { get; init; }

    public required int Chapter { get; init; }

    public required string ChapterTitle { get; init; }

    public required CatalogBullet[] Bullets { get; init; }

    /// <summary>All rows, in order.</summary>
    public static CatalogRow[] ReadAll()
    {
        using Stream stream = typeof(CatalogRow).Assembly.GetManifestResourceStream("catalog.json")!;
        return JsonSerializer.Deserialize(stream, CatalogFormat.Default.CatalogRowArray)!;
    }
}

/// <summary>One thing that a test must show; the test has its id as the trait <c>bullet</c>.</summary>
internal sealed record CatalogBullet(string Id, string Text);

/// <summary>What the last test run says about a bullet.</summary>
internal enum BulletState
{
    /// <summary>At least one test of it ran, and none failed.</summary>
    Shown,

    /// <summary>A test of it failed.</summary>
    Failing,

    /// <summary>Its tests did not run.</summary>
    Skipped,

    /// <summary>No test of it was there.</summary>
    Missing,
}

/// <summary>Bullets by what became of their tests.</summary>
internal sealed class BulletStates(IEnumerable<TestResult> tests)
{
    private readonly ILookup<string, TestOutcome> _outcomes = tests
        .SelectMany(test => test.Traits.Where(trait => trait.Key == "bullet").Select(trait => (trait.Value, test.Outcome)))
        .ToLookup(test => test.Value, test => test.Outcome);

    public BulletState this[CatalogBullet bullet] => _outcomes[bullet.Id].ToArray() switch
    {
        [] => BulletState.Missing,
        var all when all.Contains(TestOutcome.Failed) => BulletState.Failing,
        var all when all.Contains(TestOutcome.Passed) => BulletState.Shown,
        _ => BulletState.Skipped,
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CatalogRow[]))]
internal sealed partial class CatalogFormat : JsonSerializerContext;
