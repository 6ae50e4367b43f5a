using System.Reflection;
using System.Text.Json;

namespace Windtunnel.Reference.Tests;

/// <summary>The bundle and its tests against the catalogue of what must be shown.</summary>
public sealed class CatalogTests
{
    private static readonly CatalogRow[] Rows = JsonSerializer.Deserialize<CatalogRow[]>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "catalog.json")), JsonSerializerOptions.Web)!;

    private static readonly string[] ShownBullets =
    [
        .. typeof(CatalogTests).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetCustomAttributes<TraitAttribute>())
            .Where(trait => trait.Name == "bullet").Select(trait => trait.Value),
    ];

    public static TheoryData<string> Ids => [.. ReferenceDags.Dags.DagIds];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Dag_OfTheBundle_HasTheStoryAndTagsOfItsRow(string dagId)
    {
        Dag dag = ReferenceDags.Dags.Load(dagId);
        CatalogRow row = RowOf(dagId);
        Assert.Equal(row.Story, dagId == row.DagId ? dag.DisplayName : dag.DisplayName!.Split(':')[0]);
        Assert.Equal(row.Tags, dag.Tags);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Bullet_OfARowThatHasADag_HasATest(string dagId)
    {
        CatalogRow row = RowOf(dagId);
        Assert.Empty(row.Bullets.Select(bullet => bullet.Id).Except(ShownBullets));
        Assert.All(row.Bullets, bullet => Assert.Contains(bullet.Id, ReferenceDags.Dags.Load(dagId).Doc, StringComparison.Ordinal));
    }

    [Fact]
    public void BulletTrait_OfEveryTest_IsInTheCatalogue() =>
        Assert.Empty(ShownBullets.Except(Rows.SelectMany(row => row.Bullets).Select(bullet => bullet.Id)));

    /// <summary>A story of several DAGs has its row's id on the first; those that follow it have a suffix.</summary>
    private static CatalogRow RowOf(string dagId)
    {
        Bundle dags = ReferenceDags.Dags;
        string first = dags.DagIds.SingleOrDefault(id => dags.FollowersOf(id).Contains(dagId)) ?? dagId;
        Assert.StartsWith(first, dagId, StringComparison.Ordinal);
        return Assert.Single(Rows, row => row.DagId == first);
    }

    private sealed record CatalogRow(string DagId, string Story, string[] Tags, CatalogBullet[] Bullets);

    private sealed record CatalogBullet(string Id);
}
