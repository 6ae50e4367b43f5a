namespace Windtunnel.Testing.Cloud.Blob;

/// <summary>A lease on a blob or container, which goes by the emulator's clock.</summary>
internal sealed record BlobLease(string Id, int Seconds, DateTimeOffset Expires)
{
    private const int Infinite = -1;

    /// <summary>When a break that was asked for takes effect; null when none was.</summary>
    public DateTimeOffset? Breaks { get; init; }

    public bool IsInfinite => Seconds == Infinite;

    public static BlobLease Acquired(string id, int seconds, DateTimeOffset now) =>
        new(id, seconds, seconds == Infinite ? DateTimeOffset.MaxValue : now.AddSeconds(seconds));

    public BlobLease Redated(Func<DateTimeOffset, DateTimeOffset> move) =>
        this with { Expires = move(Expires), Breaks = Breaks is { } breaks ? move(breaks) : null };

    /// <summary><c>available</c>, <c>leased</c>, <c>expired</c>, <c>breaking</c> or <c>broken</c>.</summary>
    public static string StateOf(BlobLease? lease, DateTimeOffset now) => lease is null ? "available"
        : lease.Breaks is { } breaks ? (now < breaks ? "breaking" : "broken")
        : now < lease.Expires ? "leased" : "expired";

    public static bool IsActive(BlobLease? lease, DateTimeOffset now) => StateOf(lease, now) is "leased" or "breaking";

    /// <summary>On a write, which needs the id of an active lease.</summary>
    /// <exception cref="CloudError">The id is missing or another.</exception>
    public static void RequireForWrite(BlobLease? lease, string? id, DateTimeOffset now, string what = "Blob")
    {
        if (IsActive(lease, now) && id is null)
        {
            throw new CloudError(
                412, "LeaseIdMissing", $"There is currently a lease on the {Lower(what)} and no lease ID was specified in the request.");
        }

        RequireForRead(lease, id, now, what);
    }

    /// <summary>On a read, where an id that is given must be right.</summary>
    /// <exception cref="CloudError">The id is another, or there is no lease.</exception>
    public static void RequireForRead(BlobLease? lease, string? id, DateTimeOffset now, string what = "Blob")
    {
        if (id is null)
            return;
        if (lease is null)
        {
            throw new CloudError(412, $"LeaseNotPresentWith{what}Operation", $"There is currently no lease on the {Lower(what)}.");
        }

        if (!string.Equals(lease.Id, id, StringComparison.OrdinalIgnoreCase))
        {
            throw new CloudError(
                412, $"LeaseIdMismatchWith{what}Operation", $"The lease ID specified did not match the lease ID for the {Lower(what)}.");
        }

        if (!IsActive(lease, now))
            throw new CloudError(412, "LeaseLost", $"A lease ID was specified, but the lease for the {Lower(what)} has expired.");
    }

    private static string Lower(string what) => what.ToLowerInvariant();
}
