using System.Collections.Immutable;
using System.Text;
using Windtunnel.Testing.Cloud;

namespace Windtunnel.Testing;

/// <summary>The same calls made on several object stores, and where what they answer differs: clouds, emulators, a directory. It tells
/// whether a DAG that was tested on one of them can be trusted on another.</summary>
public sealed class ObjectStoreComparison
{
    private ObjectStoreComparison(IReadOnlyList<ObjectStoreFinding> findings) => Findings = findings;

    /// <summary>What each check saw, in the order in which they were made.</summary>
    public IReadOnlyList<ObjectStoreFinding> Findings { get; }

    /// <summary>Those on which the stores do not agree; empty when they agree on all.</summary>
    public IReadOnlyList<ObjectStoreFinding> Differences => [.. Findings.Where(finding => finding.Differs)];

    /// <summary>Makes the calls on one store after the other. They use keys that begin with <c>windtunnel-comparison/</c>, and remove them
    /// again.</summary>
    /// <param name="stores">The stores by the names that the report calls them.</param>
    /// <param name="bucket">One that exists in each of them.</param>
    /// <param name="cancellation">Ends the comparison without a result.</param>
    /// <exception cref="ArgumentException">There are fewer than two stores.</exception>
    public static async Task<ObjectStoreComparison> RunAsync(
        IReadOnlyDictionary<string, ObjectStore> stores, string bucket, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stores);
        ArgumentException.ThrowIfNullOrEmpty(bucket);
        if (stores.Count < 2)
            throw new ArgumentException($"A comparison needs two stores, and {stores.Count} was given. Add another.", nameof(stores));
        List<ObjectStoreFinding> findings = [];
        foreach ((string name, Func<StoreUnderComparison, Task<string>> check) in ObjectStoreChecks.All)
        {
            var seen = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
            foreach ((string store, ObjectStore objects) in stores)
                seen[store] = await SeenAsync(new(objects, bucket, $"windtunnel-comparison/{findings.Count}/", cancellation), check);
            findings.Add(new(name, seen.ToImmutable()));
        }

        return new(findings);
    }

    /// <summary>The differences, one paragraph each.</summary>
    public override string ToString()
    {
        if (Differences.Count == 0)
            return $"The stores agree on all of {Findings.Count} checks.";
        StringBuilder text = new($"The stores differ on {Differences.Count} of {Findings.Count} checks.");
        foreach (ObjectStoreFinding difference in Differences)
        {
            text.Append("\n\n").Append(difference.Check);
            foreach ((string store, string seen) in difference.Seen)
                text.Append("\n  ").Append(store.PadRight(difference.Seen.Keys.Max(name => name.Length))).Append("  ").Append(seen);
        }

        return text.ToString();
    }

    private static async Task<string> SeenAsync(StoreUnderComparison store, Func<StoreUnderComparison, Task<string>> check)
    {
        try
        {
            return await check(store);
        }
        catch (FileNotFoundException)
        {
            return "is missing";
        }
        catch (Exception e) when (e is not OperationCanceledException and not OutOfMemoryException)
        {
            // Each vendor has exceptions of its own: that it refuses is what can be compared.
            return "is refused";
        }
        finally
        {
            await store.CleanAsync();
        }
    }
}

/// <summary>What the stores did in one check.</summary>
/// <param name="Check">What was asked for.</param>
/// <param name="Seen">What came of it, by the names of the stores.</param>
public sealed record ObjectStoreFinding(string Check, ImmutableSortedDictionary<string, string> Seen)
{
    /// <summary>True when not all saw the same.</summary>
    public bool Differs => Seen.Values.Distinct(StringComparer.Ordinal).Count() > 1;
}
