using System.Collections.Immutable;
using System.Xml.Linq;

namespace Windtunnel.Testing.Cloud.Blob;

internal static class BlobTags
{
    private const int Most = 10;

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
        var found =
            from container in containers
            from entry in container.Blobs.Values
            let blob = entry.Current
            where blob is not null && expression.Holds(blob.Tags, container.Name)
            select new XElement("Blob", BlobXml.Name(entry.Name), new XElement("ContainerName", container.Name), ToXml(blob));
        return BlobXml.Answer(new XElement(
            "EnumerationResults",
            new XAttribute("ServiceEndpoint", call.Emulator.AddressAt(call.Request.Host)),
            new XElement("Where", where), new XElement("Blobs", found), new XElement("NextMarker")));
    }

    public static XElement ToXml(BlobContent blob) => new("Tags", new XElement("TagSet", blob.Tags.Select(tag =>
        new XElement("Tag", new XElement("Key", tag.Key), new XElement("Value", tag.Value)))));

    private static ImmutableSortedDictionary<string, string> Checked(IEnumerable<(string Name, string Value)> tags)
    {
        var set = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach ((string name, string value) in tags)
        {
            if (name.Length is 0 or > 128 || value.Length > 256 || !set.TryAdd(name, value))
                throw new CloudError(400, "InvalidTag", "The tags specified are invalid: a key is empty, too long or given twice.");
        }

        return set.Count <= Most
            ? set.ToImmutable()
            : throw new CloudError(400, "TagsTooLarge", "The tags specified exceed the maximum permissible limit.");
    }
}
