using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Windtunnel.Testing.Cloud.Gcs;

/// <summary>Uploads in one request: plain, with their metadata before them, and in the XML form.</summary>
internal static class GcsUploads
{
    public static Task<CloudAnswer> InsertAsync(GcsCall call) => call.Query["uploadType"] switch
    {
        _ when call.Operation.Key is not null => GcsResumable.StartXmlAsync(call),
        "media" => MediaAsync(call),
        "multipart" => MultipartAsync(call),
        "resumable" => GcsResumable.StartAsync(call),
        null => throw GcsErrors.Required("uploadType"),
        { } other => throw GcsErrors.Invalid($"Invalid upload type: {other}"),
    };

    public static async Task<CloudAnswer> PutXmlAsync(GcsCall call)
    {
        _ = call.Bucket;
        GcsObject stored = await GcsWriting.StoreAsync(
            call, call.BucketName, call.ObjectName, GcsXml.Document(call), await BodyAsync(call), GcsXml.Conditions(call));
        return GcsXml.Written(new(200), stored).With(Content.Empty, "text/html; charset=UTF-8");
    }

    private static async Task<CloudAnswer> MediaAsync(GcsCall call)
    {
        _ = call.Bucket;
        GcsObject stored =
            await GcsWriting.StoreAsync(call, call.BucketName, call.Query["name"] ?? "", Document(call), await BodyAsync(call), call.Query);
        return call.Answer(GcsResources.Object(call, call.BucketName, stored));
    }

    private static async Task<CloudAnswer> MultipartAsync(GcsCall call)
    {
        _ = call.Bucket;
        string? boundary = MediaTypeHeaderValue.TryParse(call.Header("Content-Type"), out var type)
            ? HeaderUtilities.RemoveQuotes(type.Boundary).Value : null;
        if (string.IsNullOrEmpty(boundary))
            throw GcsErrors.Invalid("Missing boundary in the Content-Type of a multipart upload.");
        MultipartReader reader = new(boundary, call.Request.Body);
        JsonObject document;
        ContentWriter writer = new([]);
        string? partType;
        try
        {
            MultipartSection first = await reader.ReadNextSectionAsync(call.Cancellation) ?? throw Malformed();
            document = await GcsCall.ParseAsync(first.Body, call.Cancellation);
            MultipartSection second = await reader.ReadNextSectionAsync(call.Cancellation) ?? throw Malformed();
            partType = second.ContentType;
            await writer.CopyFromAsync(second.Body, call.Cancellation);
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not ConnectionBrokenByFaultException)
        {
            throw Malformed();
        }

        document["contentType"] ??= partType;
        string name = call.Query.NonEmpty("name") ?? document["name"]?.ToString() ?? "";
        GcsObject stored = await GcsWriting.StoreAsync(call, call.BucketName, name, document, writer.ToContent(), call.Query);
        return call.Answer(GcsResources.Object(call, call.BucketName, stored));
    }

    private static CloudError Malformed() => GcsErrors.Invalid("Failed to parse the body of a multipart upload: it has two parts.");

    private static JsonObject Document(GcsCall call)
    {
        JsonObject document = [];
        if (call.Header("Content-Type") is { } type)
            document["contentType"] = type;
        if ((call.Query.NonEmpty("contentEncoding") ?? call.Header("Content-Encoding")) is { } encoding)
            document["contentEncoding"] = encoding;
        if (call.Header("Cache-Control") is { } cache)
            document["cacheControl"] = cache;
        return document;
    }

    private static async Task<Content> BodyAsync(GcsCall call)
    {
        ContentWriter writer = new([]);
        await writer.CopyFromAsync(call.Request.Body, call.Cancellation);
        return writer.ToContent();
    }
}
