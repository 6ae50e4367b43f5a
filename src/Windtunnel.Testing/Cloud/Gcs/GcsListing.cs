using System.Text;
using System.Text.Json.Nodes;

namespace Windtunnel.Testing.Cloud.Gcs;

internal static class GcsListing
{
    private const int LargestPage = 1000;
    private const string TokenMark = "\n";

    public static CloudAnswer List(GcsCall call)
    {
        Func<string, bool>? matches = call.Query.NonEmpty("matchGlob") is { } glob ? GcsGlob.Parse(glob) : null;
        GcsBucket bucket = call.Bucket;
        bool withVersions = call.Query["versions"] == "true";
        string from = call.Query["startOffset"] ?? "";
        string? until = call.Query.NonEmpty("endOffset");
        bool IsListed(GcsName name) => (withVersions || name.Live is not null)
            && Utf8Order.Compare(name.Name, from) >= 0
            && matches?.Invoke(name.Name) != false
            && (until is null || Utf8Order.Compare(name.Name, until) < 0);
        ListingQuery query = Query(call);
        var page = Listing<GcsName>.Of(bucket.Names, query, IsListed);
        List<GcsObject> found = [.. page.Items.SelectMany(item => Generations(item.Item, withVersions))];
        if (string.Equals(call.Query["includeTrailingDelimiter"], "true", StringComparison.OrdinalIgnoreCase))
            found.AddRange(page.CommonPrefixes.Select(bucket.Live).OfType<GcsObject>());
        return call.Answer(Page(
            "storage#objects",
            found.OrderBy(item => item.Name, Utf8Order.Instance).Select(item => GcsResources.Object(call, bucket.Name, item)),
            page.CommonPrefixes,
            page.Next));
    }

    public static ListingQuery Query(GcsCall call)
    {
        long max = GcsConditions.Number(call.Query, "maxResults") ?? LargestPage;
        return new(
            call.Query["prefix"] ?? "",
            call.Query.NonEmpty("delimiter"),
            call.Query.NonEmpty("pageToken") is { } token ? Resumed(token) : null,
            (int)Math.Clamp(max, 1, LargestPage));
    }

    public static JsonObject Page(string kind, IEnumerable<JsonObject> items, IEnumerable<string> prefixes, string? next)
    {
        JsonObject page = new() { ["kind"] = kind };
        JsonNode[] found = [.. items];
        JsonNode[] rolledUp = [.. prefixes.Select(prefix => (JsonNode)prefix)];
        if (found.Length > 0)
            page["items"] = new JsonArray(found);
        if (rolledUp.Length > 0)
            page["prefixes"] = new JsonArray(rolledUp);
        if (next is not null)
            page["nextPageToken"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(TokenMark + next));
        return page;
    }

    private static IEnumerable<GcsObject> Generations(GcsName name, bool withVersions)
    {
        if (withVersions)
        {
            foreach (GcsObject old in name.Noncurrent.Values)
                yield return old;
        }

        if (name.Live is not null)
            yield return name.Live;
    }

    private static string Resumed(string token)
    {
        Span<byte> bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out int length)
            && Encoding.UTF8.GetString(bytes[..length]) is var text && text.StartsWith(TokenMark, StringComparison.Ordinal)
            ? text[TokenMark.Length..]
            : throw GcsErrors.Invalid("Invalid argument: the page token is not one that this service gave out.");
    }
}
