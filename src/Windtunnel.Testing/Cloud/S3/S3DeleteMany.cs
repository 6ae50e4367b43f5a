using System.Xml.Linq;

namespace Windtunnel.Testing.Cloud.S3;

internal static class S3DeleteMany
{
    private const int MostKeys = 1000;

    public static async Task<CloudAnswer> DeleteAsync(S3Call call)
    {
        _ = call.Bucket;
        if (call.Header("Content-MD5") is null && S3ClaimedChecksum.Of(call.Request).Algorithm is null)
            throw S3Errors.InvalidRequest("Missing required header for this request: Content-MD5 OR x-amz-checksum-*");
        XElement document = S3Xml.Read(await S3Body.ReceiveDocumentAsync(call), "Delete");
        XElement[] objects = [.. document.Children("Object")];
        if (objects.Length is 0 or > MostKeys)
            throw S3Errors.MalformedXml();
        bool isQuiet = string.Equals(document.Text("Quiet"), "true", StringComparison.OrdinalIgnoreCase);
        List<XElement> results = [];
        foreach (XElement wanted in objects)
        {
            string key = wanted.Text("Key") is { Length: > 0 } name ? name : throw S3Errors.MalformedXml();
            string? versionId = wanted.Text("VersionId") is { Length: > 0 } given ? given : null;
            XElement result = Deleted(call, key, versionId, wanted.Text("ETag"));
            if (!isQuiet || result.Name.LocalName == "Error")
                results.Add(result);
        }

        return S3Xml.Answer(S3Xml.Element("DeleteResult", results));
    }

    private static XElement Deleted(S3Call call, string key, string? versionId, string? etag)
    {
        try
        {
            S3Deletion deletion = call.ChangeBucket(bucket => S3Objects.Removed(call, bucket, key, versionId, etag));
            return S3Xml.Element(
                "Deleted",
                S3Xml.Element("Key", key),
                S3Xml.Optional("VersionId", deletion.VersionId),
                deletion.MarkerId is null ? null : S3Xml.Element("DeleteMarker", true),
                S3Xml.Optional("DeleteMarkerVersionId", deletion.MarkerId));
        }
        catch (CloudError e)
        {
            return S3Xml.Element(
                "Error",
                S3Xml.Element("Key", key),
                S3Xml.Optional("VersionId", versionId),
                S3Xml.Element("Code", e.Code == "InvalidArgument" ? "NoSuchVersion" : e.Code),
                S3Xml.Element("Message", e.Message));
        }
    }
}
