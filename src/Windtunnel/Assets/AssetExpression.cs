using Windtunnel.Assets;

namespace Windtunnel;

/// <summary>
/// A condition over assets: an <see cref="Asset"/>, <see cref="AssetAlias"/> or <see cref="AssetRef"/> is fulfilled by an event of its own;
/// <c>&amp;</c> asks for both sides, <c>|</c> for one.
/// </summary>
public abstract record AssetExpression
{
    private protected AssetExpression()
    {
    }

    public static AssetExpression operator &(AssetExpression left, AssetExpression right) =>
        AssetCombination.Of(needsAll: true, left, right);

    public static AssetExpression operator |(AssetExpression left, AssetExpression right) =>
        AssetCombination.Of(needsAll: false, left, right);

    /// <summary>Fulfilled when every part is.</summary>
    /// <exception cref="ArgumentException">There is no part.</exception>
    public static AssetExpression All(params AssetExpression[] parts) => new AssetCombination(needsAll: true, [.. parts]);

    /// <summary>Fulfilled when at least one part is.</summary>
    /// <exception cref="ArgumentException">There is no part.</exception>
    public static AssetExpression Any(params AssetExpression[] parts) => new AssetCombination(needsAll: false, [.. parts]);

    /// <summary>The assets, aliases and references named, from left to right, with repeats.</summary>
    public abstract IEnumerable<AssetExpression> Leaves { get; }

    /// <summary>Whether the expression is fulfilled, given which <see cref="Leaves"/> are.</summary>
    public abstract bool IsFulfilled(Func<AssetExpression, bool> isFulfilled);

    /// <summary>The expression as it is written in C#: <c>orders &amp; (rates | fallback)</c>.</summary>
    public abstract override string ToString();
}
