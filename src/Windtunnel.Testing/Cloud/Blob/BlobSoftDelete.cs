using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;

namespace Windtunnel.Testing.Cloud.Blob;

/// <summary>What is deleted or overwritten while the account keeps such things for some days: it is listed on demand and can come
/// back.</summary>
internal static class BlobSoftDelete
{
    /// <summary>For how long the account keeps what is deleted; null when it does not.</summary>
    public static int? DaysOf(BlobState state)
    {
        XElement? policy = state.Properties is null ? null : XElement.Parse(state.Properties).Element("DeleteRetentionPolicy");
        return policy?.Element("Enabled")?.Value == "true"
            && int.TryParse(policy.Element("Days")?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int days) ? days : null;
    }

    /// <exception cref="CloudError">The policy that a document sets cannot be.</exception>
    public static void Require(XElement properties)
    {
        XElement? policy = properties.Element("DeleteRetentionPolicy");
        bool isValid = policy?.Element("Enabled")?.Value != "true"
            || (int.TryParse(policy.Element("Days")?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int days)
                && days is >= 1 and <= 365);
        if (!isValid)
            throw BlobErrors.InvalidXml();
    }

    /// <summary>The entry with a blob or snapshot in it that is gone, but kept; unchanged when nothing is kept.</summary>
    /// <param name="entry">Where it was.</param>
    /// <param name="snapshot">The name of the snapshot; null for the blob itself.</param>
    /// <param name="gone">What it was; null for nothing.</param>
    /// <param name="days">For how long it is kept; null for not at all.</param>
    /// <param name="now">When it went.</param>
    public static BlobEntry Keep(BlobEntry entry, string? snapshot, BlobContent? gone, int? days, DateTimeOffset now)
    {
        if (gone is null || days is not { } kept)
            return entry;
        BlobGone remembered = new(snapshot, gone, now, now.AddDays(kept));
        return entry with { Gone = entry.Gone.RemoveAll(other => other.Snapshot == snapshot).Add(remembered) };
    }

    public static BlobEntry KeepSnapshots(BlobEntry entry, int? days, DateTimeOffset now) => entry.Snapshots
        .Aggregate(entry, (kept, snapshot) => Keep(kept, snapshot.Key, snapshot.Value, days, now));

    /// <summary>Brings back all that is kept under a name.</summary>
    public static CloudAnswer Undelete(BlobCall call)
    {
        call.ChangeContainer(container =>
        {
            BlobEntry entry = container.Blobs[call.BlobName] ?? throw BlobErrors.BlobNotFound();
            ImmutableArray<BlobGone> kept = [.. entry.Gone.Where(gone => gone.Until > call.Now)];
            if (entry.Current is null && kept.IsEmpty)
                throw BlobErrors.BlobNotFound();
            BlobEntry restored = entry with
            {
                Current = entry.Current ?? kept.FirstOrDefault(gone => gone.Snapshot is null)?.Content,
                Snapshots = entry.Snapshots.SetItems(kept.Where(gone => gone.Snapshot is not null)
                    .Select(gone => KeyValuePair.Create(gone.Snapshot!, gone.Content))),
                Gone = [],
            };
            return (container.With(restored), true);
        });
        return new(200);
    }
}

/// <summary>A blob, or a snapshot of one, that was deleted or overwritten.</summary>
internal sealed record BlobGone(string? Snapshot, BlobContent Content, DateTimeOffset Since, DateTimeOffset Until)
{
    public BlobGone Redated(Func<DateTimeOffset, DateTimeOffset> move) =>
        this with { Content = Content.Redated(move), Since = move(Since), Until = move(Until) };
}
