using System.Collections.Immutable;

namespace Windtunnel.Environments;

/// <summary>The environments of this user that are kept between runs on this machine.</summary>
public static class WarmEnvironments
{
    /// <summary>In the order of their names.</summary>
    public static ImmutableArray<WarmEnvironment> List()
    {
        var warm = new WarmRoot(LeaseRoot.Default);
        return [.. warm.Names.Select(warm.Find).OfType<WarmRecord>().Select(record => Describe(warm, record))];
    }

    /// <summary>Ends one and removes what it holds, also while a process uses it.</summary>
    /// <returns>False: there is none of that name.</returns>
    public static bool Stop(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var warm = new WarmRoot(LeaseRoot.Default);
        if (warm.Find(name) is not { } record)
        {
            return false;
        }

        warm.Stop(record);
        return true;
    }

    private static WarmEnvironment Describe(WarmRoot warm, WarmRecord record)
    {
        using FileStream? unused = LeaseRoot.TryLock(warm.LockOf(record.Name));
        return new(
            record.Name,
            [.. record.Services.Select(service => $"{service.Name}: {service.Version}")],
            IsInUse: unused is null,
            File.GetLastWriteTimeUtc(warm.RecordOf(record.Name)),
            record.Idle,
            record.Inputs);
    }
}

/// <summary>An environment that is kept between runs.</summary>
/// <param name="Name">As its tests call it.</param>
/// <param name="Services">Name and version of each.</param>
/// <param name="IsInUse">Whether a process uses it at this moment.</param>
/// <param name="LastUsed">When it was last taken over or given back.</param>
/// <param name="Idle">How long it may be idle before it is ended.</param>
/// <param name="Inputs">Of what it was made: names, and values or digests.</param>
public sealed record WarmEnvironment(
    string Name, ImmutableArray<string> Services, bool IsInUse, DateTimeOffset LastUsed, TimeSpan Idle,
    ImmutableSortedDictionary<string, string> Inputs);
