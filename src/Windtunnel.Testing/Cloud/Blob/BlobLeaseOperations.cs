using System.Globalization;

namespace Windtunnel.Testing.Cloud.Blob;

/// <summary>The five things one does with a lease.</summary>
internal static class BlobLeaseOperations
{
    /// <returns>The lease afterwards, null when it is released, and the answer.</returns>
    public static (BlobLease? Lease, CloudAnswer Answer) CarryOut(BlobCall call, BlobLease? lease)
    {
        string action = call.Header("x-ms-lease-action") ?? throw BlobErrors.MissingHeader("x-ms-lease-action");
        return action.ToLowerInvariant() switch
        {
            "acquire" => Acquire(call, lease),
            "renew" => Renew(call, lease),
            "change" => Change(call, lease),
            "release" => Release(call, lease),
            "break" => Break(call, lease),
            _ => throw BlobErrors.InvalidHeader("x-ms-lease-action", action),
        };
    }

    private static (BlobLease?, CloudAnswer) Acquire(BlobCall call, BlobLease? lease)
    {
        string? duration = call.Header("x-ms-lease-duration");
        if (!int.TryParse(duration, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int seconds)
            || seconds is not (-1 or (>= 15 and <= 60)))
        {
            throw duration is null
                ? BlobErrors.MissingHeader("x-ms-lease-duration") : BlobErrors.InvalidHeader("x-ms-lease-duration", duration);
        }

        string id = ProposedId(call) ?? $"{call.Emulator.Ids.NextGuid()}";
        bool isSame = string.Equals(lease?.Id, id, StringComparison.OrdinalIgnoreCase);
        switch (BlobLease.StateOf(lease, call.Now))
        {
            case "leased" when !isSame:
                throw BlobErrors.LeaseConflict("LeaseAlreadyPresent", "There is already a lease present.");
            case "breaking":
                throw isSame
                    ? BlobErrors.LeaseConflict(
                        "LeaseIsBreakingAndCannotBeAcquired",
                        "The lease ID matched, but the lease is currently in breaking state and cannot be acquired until it is broken.")
                    : BlobErrors.LeaseConflict("LeaseAlreadyPresent", "There is already a lease present.");
            default:
                return (BlobLease.Acquired(id, seconds, call.Now), Answer(201, id));
        }
    }

    private static (BlobLease?, CloudAnswer) Renew(BlobCall call, BlobLease? lease)
    {
        BlobLease held = Held(call, lease);
        return held.Breaks is null
            ? (BlobLease.Acquired(held.Id, held.Seconds, call.Now), Answer(200, held.Id))
            : throw BlobErrors.LeaseConflict(
                "LeaseIsBrokenAndCannotBeRenewed", "The lease ID matched, but the lease has been broken explicitly and cannot be renewed.");
    }

    private static (BlobLease?, CloudAnswer) Change(BlobCall call, BlobLease? lease)
    {
        string proposed = ProposedId(call) ?? throw BlobErrors.MissingHeader("x-ms-proposed-lease-id");
        if (BlobLease.StateOf(lease, call.Now) is "available" or "expired" or "broken")
            throw NotPresent();
        if (string.Equals(lease!.Id, proposed, StringComparison.OrdinalIgnoreCase) && lease.Breaks is null)
            return (lease, Answer(200, lease.Id));
        BlobLease held = Held(call, lease);
        return held.Breaks is null
            ? (held with { Id = proposed }, Answer(200, proposed))
            : throw BlobErrors.LeaseConflict(
                "LeaseIsBreakingAndCannotBeChanged",
                    "The lease ID matched, but the lease is currently in breaking state and cannot be changed.");
    }

    private static (BlobLease?, CloudAnswer) Release(BlobCall call, BlobLease? lease)
    {
        Held(call, lease);
        return (null, Answer(200, null));
    }

    private static (BlobLease?, CloudAnswer) Break(BlobCall call, BlobLease? lease)
    {
        string? period = call.Header("x-ms-lease-break-period");
        int asked = -1;
        if (period is not null
            && (!int.TryParse(period, NumberStyles.None, CultureInfo.InvariantCulture, out asked) || asked is < 0 or > 60))
        {
            throw BlobErrors.InvalidHeader("x-ms-lease-break-period", period);
        }

        if (lease is null)
            throw NotPresent();
        if (!BlobLease.IsActive(lease, call.Now))
            return (lease with { Breaks = lease.Breaks ?? call.Now }, Answer(202, null).With("x-ms-lease-time", "0"));
        DateTimeOffset end = lease.Breaks ?? (lease.IsInfinite && period is null ? call.Now : lease.Expires);
        double left = (end - call.Now).TotalSeconds;
        double seconds = period is null ? left : Math.Min(asked, left);
        BlobLease broken = lease with { Breaks = call.Now.AddSeconds(seconds) };
        return (broken, Answer(202, null).With("x-ms-lease-time", Math.Ceiling(seconds).ToString("0", CultureInfo.InvariantCulture)));
    }

    private static BlobLease Held(BlobCall call, BlobLease? lease)
    {
        string id = call.Header("x-ms-lease-id") ?? throw BlobErrors.MissingHeader("x-ms-lease-id");
        return string.Equals(lease?.Id, id, StringComparison.OrdinalIgnoreCase)
            ? lease!
            : throw BlobErrors.LeaseConflict(
                "LeaseIdMismatchWithLeaseOperation", "The lease ID specified did not match the lease ID for the container or blob.");
    }

    private static string? ProposedId(BlobCall call)
    {
        string? proposed = call.Header("x-ms-proposed-lease-id");
        return proposed is null || Guid.TryParse(proposed, out _)
            ? proposed : throw BlobErrors.InvalidHeader("x-ms-proposed-lease-id", proposed);
    }

    private static CloudError NotPresent() =>
        BlobErrors.LeaseConflict("LeaseNotPresentWithLeaseOperation", "There is currently no lease on the container or blob.");

    private static CloudAnswer Answer(int status, string? id) => new CloudAnswer(status).With("x-ms-lease-id", id);
}
