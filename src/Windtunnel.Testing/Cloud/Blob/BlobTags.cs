using System.Collections.Immutable;
using System.Xml.Linq;

namespace Windtunnel.Testing.Cloud.Blob;

internal static class BlobTags
{
    private const int Most = 10;
    private const int LongestName = 128;
    private const int LongestValue = 256;

    public static ImmutableSortedDictionary<string, string> OfHeader(string? header) => header is null
        ? ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)
        : Checked(CloudQuery.Parse(header).Select(tag => (tag.Name, tag.Value)));

    public static async Task<CloudAnswer> SetAsync(BlobCall call)
    {
        XElement document = BlobXml.Read(await call.ReceiveDocumentAsync(), "Tags");
        var tags = Checked(document.Descendants("Tag").Select(tag =>
            (tag.Element("Key")?.Value ?? throw BlobErrors.InvalidXml(), tag.Element("Value")?.Value ?? throw BlobErrors.InvalidXml())));
        call.Change(blob => blob with { Tags = tags }, isModification: false);
        return new(204);
    }

    public static CloudAnswer Get(BlobCall call)
    {
        (BlobEntry entry, BlobContent blob) = call.Required(call.Container);
        BlobLease.RequireForRead(entry.Lease, call.LeaseId, call.Now);
        BlobConditions.RequireForRead(call.Request, blob);
        return BlobXml.Answer(ToXml(blob));
    }

    public static CloudAnswer Find(BlobCall call)
    {
        string where = call.Request.Query.NonEmpty("where") ?? throw BlobErrors.InvalidQuery("where", null);
        BlobTagExpression expression = BlobTagExpression.Parse(where);
        var containers = call.Operation.Container is null ? call.World.Current.Containers.Values : [call.Container];
        string after = call.Request.Query["marker"] ?? "";
        int most = BlobListing.MaxResults(call);
        var all =
            from container in containers
            from entry in container.Blobs.Values
            let blob = entry.Current
            where blob is not null && expression.Holds(blob.Tags, container.Name)
            let place = $"{container.Name}/{entry.Name}"
            where Utf8Order.Compare(place, after) > 0
            select (Place: place, Element: new XElement(
                "Blob", BlobXml.Name(entry.Name), new XElement("ContainerName", container.Name), ToXml(blob)));
        var found = all.OrderBy(blob => blob.Place, Utf8Order.Instance).Take(most + 1).ToList();
        return BlobXml.Answer(new XElement(
            "EnumerationResults",
            new XAttribute("ServiceEndpoint", call.Emulator.AddressAt(call.Request.Host)),
            new XElement("Where", where), new XElement("Blobs", found.Take(most).Select(blob => blob.Element)),
            new XElement("NextMarker", found.Count > most ? found[most - 1].Place : null)));
    }

    public static XElement ToXml(BlobContent blob) => new("Tags", new XElement("TagSet", blob.Tags.Select(tag =>
        new XElement("Tag", new XElement("Key", tag.Key), new XElement("Value", tag.Value)))));

    private static ImmutableSortedDictionary<string, string> Checked(IEnumerable<(string Name, string Value)> tags)
    {
        var set = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach ((string name, string value) in tags)
        {
            if (name.Length == 0)
                throw new CloudError(400, "EmptyTagName", "The name of one of the tag key-value pairs is empty.");
            if (name.Length > LongestName || value.Length > LongestValue || set.Count == Most)
                throw new CloudError(400, "TagsTooLarge", "The tags specified exceed the maximum permissible limit.");
            if (!name.All(IsAllowed) || !value.All(IsAllowed))
                throw new CloudError(
                    400, "InvalidTag", "The tags specified are invalid. It contains characters that are not permitted.");
            if (!set.TryAdd(name, value))
                throw new CloudError(400, "DuplicateTagNames", "The tags specified contain duplicate names.");
        }

        return set.ToImmutable();
    }

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || " +-./:=_".Contains(c, StringComparison.Ordinal);
}
