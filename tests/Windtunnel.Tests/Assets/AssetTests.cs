using System.Text.Json.Nodes;

namespace Windtunnel.Tests.Assets;

public sealed class AssetTests
{
    [Theory]
    [InlineData("orders", "orders")]
    [InlineData("S3://bucket/key/", "s3://bucket/key")]
    [InlineData("s3://bucket", "s3://bucket/")]
    [InlineData("postgres://user:secret@host:5432/db/public/t#part", "postgres://host:5432/db/public/t")]
    [InlineData("https://h/p?b=2&a=1%202&empty=", "https://h/p?a=1+2&b=2")]
    [InlineData("file:///tmp/x/", "file:///tmp/x")]
    [InlineData("x-mine://User@Host/Key/#f", "x-mine://User@Host/Key/#f")]
    [InlineData("no scheme: here", "no scheme: here")]
    public void Uri_AnySpelling_IsInNormalForm(string uri, string normal) => Assert.Equal(normal, new Asset("a", uri).Uri);

    [Theory]
    [InlineData("", "The name of an asset is blank. Give it a visible one.")]
    [InlineData("  ", "The name of an asset is blank. Give it a visible one.")]
    [InlineData("self", "Airflow reserves the asset name 'self'. Choose another one.")]
    [InlineData("context", "Airflow reserves the asset name 'context'. Choose another one.")]
    [InlineData("airflow://x", "Airflow reserves the scheme of the asset uri 'airflow://x'. Use another scheme.")]
    public void New_NameThatAirflowRefuses_SaysWhy(string name, string message) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => new Asset(name)).Message, StringComparison.Ordinal);

    [Fact]
    public void New_NameTooLong_IsRefused() => Assert.Contains(
        "has 1501 characters",
        Assert.Throws<ArgumentException>(() => new Asset(new string('a', 1501))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Equals_SameNameAndUri_IsTheSameAssetWhateverElse()
    {
        Assert.Equal(new Asset("a", "s3://b/k"), new Asset("a", "S3://b/k/") { Group = "g", Extra = new JsonObject { ["x"] = 1 } });
        Assert.NotEqual(new Asset("a", "s3://b/k"), new Asset("a", "s3://b/other"));
        Assert.NotEqual<AssetExpression>(new Asset("a"), new AssetAlias("a"));
    }

    [Fact]
    public void Extra_ChangedAfterwards_StaysAsItWasGiven()
    {
        var extra = new JsonObject { ["rows"] = 1 };
        var asset = new Asset("a") { Extra = extra };
        extra["rows"] = 2;
        asset.Extra!["rows"] = 3;

        Assert.Equal(1, asset.Extra!["rows"]!.GetValue<int>());
    }

    [Fact]
    public void Ref_ByNameOrUri_MatchesByThatAlone()
    {
        var asset = new Asset("orders", "s3://b/orders");

        Assert.True(AssetRef.ByName("orders").Matches(asset));
        Assert.True(AssetRef.ByUri("s3://b/orders/").Matches(asset));
        Assert.False(AssetRef.ByName("s3://b/orders").Matches(asset));
        Assert.False(AssetRef.ByUri("orders").Matches(asset));
    }
}
