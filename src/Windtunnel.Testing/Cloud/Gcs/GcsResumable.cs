using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Windtunnel.Testing.Cloud.Gcs;

/// <summary>Uploads that go on where they broke off. A chunk that is not the last is kept in multiples of 256 KiB.</summary>
internal static partial class GcsResumable
{
    private const int Unit = 256 * 1024;
    private const int ClientClosedRequest = 499;
    private const int ResumeIncomplete = 308;

    public static async Task<CloudAnswer> StartAsync(GcsCall call)
    {
        _ = call.Bucket;
        JsonObject document = await call.ReadJsonAsync();
        string name = call.Query.NonEmpty("name") ?? document["name"]?.ToString() ?? "";
        GcsWriting.RequireName(name);
        document["contentType"] ??= call.Header("X-Upload-Content-Type");
        GcsResources.FieldsOfObject(document);
        GcsUpload upload = new(call.Emulator.Ids.NextText(40), call.BucketName, name, document, call.Query);
        call.Change(state => (state with { Uploads = state.Uploads.SetItem(upload.Id, upload) }, true));
        string location =
            $"{GcsEmulator.AddressAt(call.Request.Host)}/upload/storage/v1/b/{call.BucketName}/o"
            + $"?uploadType=resumable&upload_id={upload.Id}";
        return new CloudAnswer(200).With("Location", location).With("X-GUploader-UploadID", upload.Id)
            .With(Content.Empty, "text/plain; charset=utf-8");
    }

    /// <summary>The form of the XML API, which signed addresses use.</summary>
    public static Task<CloudAnswer> StartXmlAsync(GcsCall call)
    {
        _ = call.Bucket;
        GcsWriting.RequireName(call.ObjectName);
        GcsUpload upload =
            new(call.Emulator.Ids.NextText(40), call.BucketName, call.ObjectName, GcsXml.Document(call), GcsXml.Conditions(call));
        call.Change(state => (state with { Uploads = state.Uploads.SetItem(upload.Id, upload) }, true));
        string location = $"{GcsEmulator.AddressAt(call.Request.Host)}{call.Request.RawPath}?upload_id={upload.Id}";
        return Task.FromResult(new CloudAnswer(201).With("Location", location).With(Content.Empty, "text/html; charset=UTF-8"));
    }

    public static async Task<CloudAnswer> ContinueAsync(GcsCall call)
    {
        GcsUpload upload = Required(call);
        if (upload.IsCancelled)
            throw Cancelled();
        if (upload.Completed is { } completed)
            return call.Answer(GcsResources.Object(call, upload.Bucket, completed));
        (long? first, long? last, long? total) = Range(call.Header("Content-Range"));
        long received = upload.Received.Length;
        if (first is null)
            return total == received && total is not null ? await CompleteAsync(call, upload) : Incomplete(call, received);
        if (first > received)
            return Incomplete(call, received);

        ContentWriter writer = new([]);
        await writer.CopyFromAsync(call.Request.Body, call.Cancellation);
        Content chunk = writer.ToContent();
        if (last is not null && chunk.Length != last - first + 1)
            throw GcsErrors.Invalid($"Invalid request. The chunk has {chunk.Length} bytes, but its Content-Range says {last - first + 1}.");
        long end = first.Value + chunk.Length;
        bool isLast = last is null || end == total;
        long kept = isLast ? end : end / Unit * Unit;
        Content fresh = kept > received ? chunk.Slice(received - first.Value, kept - received) : Content.Empty;
        GcsUpload continued = upload with { Received = Content.Concat([upload.Received, fresh]) };
        call.Change(state => (state with { Uploads = state.Uploads.SetItem(upload.Id, continued) }, true));
        return isLast ? await CompleteAsync(call, continued) : Incomplete(call, continued.Received.Length);
    }

    public static CloudAnswer Cancel(GcsCall call)
    {
        GcsUpload upload = Required(call);
        call.Change(state =>
            (state with { Uploads = state.Uploads.SetItem(upload.Id, upload with { IsCancelled = true, Received = Content.Empty }) },
            true));
        return new CloudAnswer(ClientClosedRequest).With(Content.Empty, "text/plain; charset=utf-8");
    }

    private static async Task<CloudAnswer> CompleteAsync(GcsCall call, GcsUpload upload)
    {
        GcsObject stored = await GcsWriting.StoreAsync(call, upload.Bucket, upload.Name, upload.Fields, upload.Received, upload.Query);
        call.Change(state =>
            (state with { Uploads = state.Uploads.SetItem(upload.Id, upload with { Completed = stored, Received = Content.Empty }) },
            true));
        return call.Operation.Key is null
            ? call.Answer(GcsResources.Object(call, upload.Bucket, stored))
            : GcsXml.Written(new(200), stored);
    }

    // Google's Go client cannot see a 308, and asks for it in a header.
    private static CloudAnswer Incomplete(GcsCall call, long received)
    {
        bool isHidden = string.Equals(call.Header("X-GUploader-No-308"), "yes", StringComparison.OrdinalIgnoreCase);
        return new CloudAnswer(isHidden ? 200 : ResumeIncomplete)
            .With("X-Http-Status-Code-Override", isHidden ? $"{ResumeIncomplete}" : null)
            .With("Range", received == 0 ? null : $"bytes=0-{received - 1}");
    }

    private static GcsUpload Required(GcsCall call) => call.World.Current.Uploads.GetValueOrDefault(call.Query["upload_id"] ?? "")
        ?? throw new CloudError(404, "notFound", "The upload session is unknown: it expired or was never started.");

    private static CloudError Cancelled() => new(ClientClosedRequest, "clientClosedRequest", "The upload was cancelled.");

    /// <summary><c>bytes 0-99/200</c>, <c>0-99/*</c>, <c>0-*/*</c>; <c>*/200</c> and <c>*/*</c> ask how far it got.</summary>
    private static (long? First, long? Last, long? Total) Range(string? header)
    {
        if (header is null)
            return (0, null, null);
        Match match = ContentRange().Match(header);
        (long? first, long? last, long? total) = (Number(match, "first"), Number(match, "last"), Number(match, "total"));
        return match.Success && !(last < first) && !(last >= total)
            ? (first, last, total)
            : throw GcsErrors.Invalid("Failed to parse Content-Range header.");
    }

    private static long? Number(Match match, string group) =>
        long.TryParse(match.Groups[group].Value, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;

    [GeneratedRegex(@"^bytes (?:\*|(?<first>\d+)-(?:(?<last>\d+)|\*))/(?:(?<total>\d+)|\*)$")]
    private static partial Regex ContentRange();
}
