using System.Text;

namespace Windtunnel.Testing.Cloud;

/// <summary>What a DAG may rely on, or stumble over, in an object store.</summary>
internal static class ObjectStoreChecks
{
    private const int LongestKey = 1024;

    public static IReadOnlyList<(string Name, Func<StoreUnderComparison, Task<string>> Check)> All { get; } =
    [
        ("Put, then read.", store => store.RoundTripAsync("k")),
        ("Read an empty object.", async store =>
        {
            await store.PutAsync("k", "");
            return $"{(await store.ReadAsync("k")).Length} characters";
        }),
        ("Put over an object.", async store =>
        {
            await store.PutAsync("k", "first");
            await store.PutAsync("k", "second");
            return await store.ReadAsync("k");
        }),
        ("Put only if absent, where nothing is.", async store => $"{await store.PutAsync("k", "first", onlyIfAbsent: true)}"),
        ("Put only if absent, over an object.", async store =>
        {
            await store.PutAsync("k", "first");
            return $"{await store.PutAsync("k", "second", onlyIfAbsent: true)}, {await store.ReadAsync("k")} stays";
        }),
        ("Read what was never put.", store => store.ReadAsync("k")),
        ("Read from a bucket that is not there.", store => store.In("windtunnel-no-such-bucket").ReadAsync("k")),
        ("Delete, then read.", async store =>
        {
            await store.PutAsync("k", "x");
            await store.DeleteAsync("k");
            return await store.ReadAsync("k");
        }),
        ("Delete what was never put.", async store =>
        {
            await store.DeleteAsync("k");
            return "is no error";
        }),
        ("List in order.", store => store.ListAsync("B", "a", "a/b", "a-b", "é", "\uFF5E", "\U0001F6EB")),
        ("List by a prefix that ends within a name.", async store =>
        {
            await store.ListAsync("arrivals/1", "arrivals/2", "departures/1");
            return await store.NamesAsync("arr");
        }),
        ("List nothing.", store => store.NamesAsync("k")),
        ("A key with spaces and signs.", store => store.RoundTripAsync("a b+c%20d&e=f?g#h'i(j)")),
        ("A key with letters of other scripts.", store => store.RoundTripAsync("Zürich/東京/✈")),
        ("A key of 1,024 bytes.", store => store.RoundTripAsync(new string('k', LongestKey - store.Prefix.Length))),
        ("A key with two dots for a folder.", store => store.RoundTripAsync("a/../b")),
        ("A key that ends in a slash.", store => store.RoundTripAsync("folder/")),
        ("A key with an empty segment.", store => store.RoundTripAsync("a//b")),
        ("An object and others under its name.", async store => $"{await store.RoundTripAsync("a")}, {await store.RoundTripAsync("a/b")}"),
        ("A body of 5 MiB.", async store =>
        {
            await store.PutAsync("k", new string('x', 5 << 20));
            return $"{(await store.ReadAsync("k")).Length} characters";
        }),
    ];
}

/// <summary>One of the stores, with a part of its bucket for one check.</summary>
internal sealed class StoreUnderComparison(ObjectStore objects, string bucket, string prefix, CancellationToken cancellation)
{
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);

    public string Prefix => prefix;

    public StoreUnderComparison In(string other) => new(objects, other, prefix, cancellation);

    public Task<bool> PutAsync(string key, string text, bool onlyIfAbsent = false)
    {
        _keys.Add(key);
        return objects.PutAsync(bucket, prefix + key, new MemoryStream(Encoding.UTF8.GetBytes(text)), onlyIfAbsent, cancellation);
    }

    public Task<string> ReadAsync(string key) => objects.ReadTextAsync(bucket, prefix + key, cancellation);

    public Task DeleteAsync(string key) => objects.DeleteAsync(bucket, prefix + key, cancellation);

    public async Task<string> RoundTripAsync(string key)
    {
        await PutAsync(key, "text");
        bool isListed = (await objects.ListAsync(bucket, prefix, cancellation)).Any(item => item.Key == prefix + key);
        return $"{await ReadAsync(key)}, and {(isListed ? "is" : "is not")} listed by its key";
    }

    /// <summary>Puts objects and lists them all.</summary>
    public async Task<string> ListAsync(params string[] keys)
    {
        foreach (string key in keys)
            await PutAsync(key, "x");
        return await NamesAsync("");
    }

    public async Task<string> NamesAsync(string start)
    {
        var found = await objects.ListAsync(bucket, prefix + start, cancellation);
        return found.Count == 0 ? "nothing" : string.Join(' ', found.Select(item => item.Key[prefix.Length..]));
    }

    /// <summary>Removes what the check put; what cannot be removed stays.</summary>
    public async Task CleanAsync()
    {
        foreach (string key in _keys)
        {
            try
            {
                await DeleteAsync(key);
            }
            catch (Exception e) when (e is not OperationCanceledException and not OutOfMemoryException)
            {
                // A store that refused the key when it was put refuses it here too.
            }
        }
    }
}
