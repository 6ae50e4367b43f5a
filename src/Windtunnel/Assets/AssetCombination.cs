using System.Collections.Immutable;

namespace Windtunnel.Assets;

/// <summary>Several expressions of which all or any must be fulfilled.</summary>
internal sealed record AssetCombination : AssetExpression
{
    public AssetCombination(bool needsAll, ImmutableArray<AssetExpression> parts)
    {
        NeedsAll = needsAll;
        Parts = !parts.IsEmpty
            ? parts
            : throw new ArgumentException("An asset expression was given no assets. Give it at least one.", nameof(parts));
    }

    public bool NeedsAll { get; }

    public ImmutableArray<AssetExpression> Parts { get; }

    public override IEnumerable<AssetExpression> Leaves => Parts.SelectMany(part => part.Leaves);

    /// <summary>Two parts; a chain of one operator becomes one flat combination, so that its depth does not grow.</summary>
    public static AssetCombination Of(bool needsAll, AssetExpression left, AssetExpression right)
    {
        ImmutableArray<AssetExpression> before = left is AssetCombination same && same.NeedsAll == needsAll ? same.Parts : [left];
        return new AssetCombination(needsAll, before.Add(right));
    }

    public override bool IsFulfilled(Func<AssetExpression, bool> isFulfilled) => NeedsAll
        ? Parts.All(part => part.IsFulfilled(isFulfilled))
        : Parts.Any(part => part.IsFulfilled(isFulfilled));

    public bool Equals(AssetCombination? other) =>
        other is not null && NeedsAll == other.NeedsAll && Parts.SequenceEqual(other.Parts);

    public override int GetHashCode() => Parts.Aggregate(HashCode.Combine(NeedsAll), HashCode.Combine);

    public override string ToString() =>
        string.Join(NeedsAll ? " & " : " | ", Parts.Select(part => part is AssetCombination ? $"({part})" : $"{part}"));
}
