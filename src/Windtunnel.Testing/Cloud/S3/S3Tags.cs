using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;

namespace Windtunnel.Testing.Cloud.S3;

/// <summary>The tags of objects and buckets.</summary>
internal static class S3Tags
{
    private const int MostOnAnObject = 10;
    private const int MostOnABucket = 50;

    public static ImmutableArray<KeyValuePair<string, string>> OfHeader(string? header)
    {
        if (string.IsNullOrEmpty(header))
            return [];
        try
        {
            CloudQuery tags = CloudQuery.Parse(header);
            return tags.DistinctBy(tag => tag.Name).Count() == tags.Count()
                ? Checked([.. tags.Select(tag => KeyValuePair.Create(tag.Name, tag.Value))], MostOnAnObject)
                : throw Malformed(header);
        }
        catch (FormatException)
        {
            throw Malformed(header);
        }
    }

    public static ImmutableArray<KeyValuePair<string, string>> OfDocument(byte[] document, bool isOfABucket)
    {
        XElement set = S3Xml.Read(document, "Tagging").Child("TagSet") ?? throw S3Errors.MalformedXml();
        return Checked(
            [
                .. set.Children("Tag").Select(tag => KeyValuePair.Create(
                    tag.Text("Key") ?? throw S3Errors.MalformedXml(), tag.Text("Value") ?? throw S3Errors.MalformedXml())),
            ],
            isOfABucket ? MostOnABucket : MostOnAnObject);
    }

    public static XElement ToDocument(IEnumerable<KeyValuePair<string, string>> tags) => S3Xml.Element(
        "Tagging",
        S3Xml.Element("TagSet", tags
            .Select(tag => S3Xml.Element("Tag", S3Xml.Element("Key", tag.Key), S3Xml.Element("Value", tag.Value)))));

    public static async Task<CloudAnswer> PutAsync(S3Call call)
    {
        byte[] document = await S3Body.ReceiveDocumentAsync(call);
        var tags = OfDocument(document, isOfABucket: false);
        S3Version tagged = call.ChangeVersion(version => version with { Tags = tags });
        return new CloudAnswer(200).With("x-amz-version-id", call.Bucket.Versioning is null ? null : tagged.Id);
    }

    public static CloudAnswer Get(S3Call call)
    {
        S3Version version = call.RequireVersion();
        return S3Xml.Answer(ToDocument(version.Tags)).With("x-amz-version-id", call.Bucket.Versioning is null ? null : version.Id);
    }

    public static CloudAnswer Delete(S3Call call)
    {
        S3Version untagged = call.ChangeVersion(version => version with { Tags = [] });
        return new CloudAnswer(204).With("x-amz-version-id", call.Bucket.Versioning is null ? null : untagged.Id);
    }

    private static CloudError Malformed(string header) => S3Errors.InvalidArgument(
        "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
        "x-amz-tagging", header);

    private static bool IsAllowed(char c) =>
        char.IsLetterOrDigit(c) || char.IsSurrogate(c) || char.IsWhiteSpace(c)
            || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
            || "_.:/=+-@".Contains(c, StringComparison.Ordinal);

    private static ImmutableArray<KeyValuePair<string, string>> Checked(ImmutableArray<KeyValuePair<string, string>> tags, int most)
    {
        if (tags.Length > most)
            throw new CloudError(400, "BadRequest", most == MostOnAnObject
                ? "Object tags cannot be greater than 10" : "Bucket tag count cannot be greater than 50");
        if (tags.DistinctBy(tag => tag.Key).Count() != tags.Length)
            throw new CloudError(400, "InvalidTag", "Cannot provide multiple Tags with the same key");
        foreach ((string key, string value) in tags)
        {
            if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
                throw new CloudError(400, "InvalidTag", "System tags cannot be added/updated by requester").With("TagKey", key);
            if (key.Length is 0 or > 128 || !key.All(IsAllowed))
                throw new CloudError(400, "InvalidTag", "The TagKey you have provided is invalid").With("TagKey", key);
            if (value.Length > 256 || !value.All(IsAllowed))
                throw new CloudError(400, "InvalidTag", "The TagValue you have provided is invalid").With("TagKey", key)
                    .With("TagValue", value);
        }

        return tags;
    }
}
