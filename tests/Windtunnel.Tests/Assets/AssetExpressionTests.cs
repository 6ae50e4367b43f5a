namespace Windtunnel.Tests.Assets;

public sealed class AssetExpressionTests
{
    private static readonly Asset A = new("a");
    private static readonly Asset B = new("b");
    private static readonly AssetAlias C = new("c");

    [Theory]
    [InlineData("", false)]
    [InlineData("a", false)]
    [InlineData("b", false)]
    [InlineData("ab", true)]
    [InlineData("ac", true)]
    [InlineData("bc", false)]
    public void IsFulfilled_AllOfAnAssetAndAnAlternative_NeedsBoth(string updated, bool fulfilled)
    {
        AssetExpression expression = A & (B | C);

        Assert.Equal(fulfilled, expression.IsFulfilled(leaf => updated.Contains(leaf.Leaves.Single().ToString()![^1])));
    }

    [Fact]
    public void Leaves_Nested_AreListedFromLeftToRight() => Assert.Equal([A, B, C, A], ((A & (B | C)) | A).Leaves);

    [Fact]
    public void ToString_Nested_ReadsAsItIsWritten()
    {
        Assert.Equal("a & (b | alias c)", (A & (B | C)).ToString());
        Assert.Equal("(a & b) | alias c", ((A & B) | C).ToString());
        Assert.Equal("name x | uri s3://b/", (AssetRef.ByName("x") | AssetRef.ByUri("s3://b")).ToString());
    }

    [Fact]
    public void Equals_SameShape_IsEqualAndAChainIsFlat()
    {
        Assert.Equal(AssetExpression.All(A, B, C), A & B & C);
        Assert.NotEqual(AssetExpression.Any(A, B, C), A & B & C);
        Assert.Equal((A & B & C).GetHashCode(), AssetExpression.All(A, B, C).GetHashCode());
    }

    [Fact]
    public void All_Nothing_IsRefused() => Assert.StartsWith(
        "An asset expression was given no assets.",
        Assert.Throws<ArgumentException>(() => AssetExpression.All()).Message,
        StringComparison.Ordinal);
}
