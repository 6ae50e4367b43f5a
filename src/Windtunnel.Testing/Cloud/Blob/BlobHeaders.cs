using System.Collections.Immutable;

namespace Windtunnel.Testing.Cloud.Blob;

/// <summary>The properties of a blob that headers set and answer.</summary>
internal static class BlobHeaders
{
    public const string DefaultContentType = "application/octet-stream";

    private static readonly (string Set, string Answered)[] Properties =
    [
        ("x-ms-blob-content-type", "Content-Type"), ("x-ms-blob-content-encoding", "Content-Encoding"),
        ("x-ms-blob-content-language", "Content-Language"), ("x-ms-blob-content-disposition", "Content-Disposition"),
        ("x-ms-blob-cache-control", "Cache-Control"),
    ];

    private static readonly (string Parameter, string Header)[] Overrides =
    [
        ("rscc", "Cache-Control"), ("rscd", "Content-Disposition"), ("rsce", "Content-Encoding"), ("rscl", "Content-Language"),
        ("rsct", "Content-Type"),
    ];

    /// <summary>Of a write that makes a blob; a Put Blob may name the type of its body as that of the blob.</summary>
    public static ImmutableArray<KeyValuePair<string, string>> Of(CloudRequest request, bool bodyIsBlob)
    {
        var headers = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        foreach ((string set, string answered) in Properties)
        {
            string? own = bodyIsBlob && answered is "Content-Type" or "Content-Encoding" or "Content-Language" or "Cache-Control"
                ? request.Header(answered)
                : null;
            if ((request.Header(set) ?? own) is { Length: > 0 } value)
                headers.Add(new(answered, value));
        }

        if (!headers.Any(header => header.Key == "Content-Type"))
            headers.Insert(0, new("Content-Type", DefaultContentType));
        return headers.ToImmutable();
    }

    /// <summary>What an answer says of a blob.</summary>
    public static CloudAnswer Describe(BlobCall call, BlobEntry entry, BlobContent blob, CloudAnswer answer)
    {
        foreach ((string name, string value) in Answered(call, blob))
        {
            if (name != "Content-Type")
                answer.With(name, value);
        }

        foreach ((string name, string value) in blob.Metadata)
            answer.With($"x-ms-meta-{name}", value);
        answer.With("ETag", blob.ETag)
            .With("Last-Modified", blob.Modified)
            .With("Accept-Ranges", "bytes")
            .With("x-ms-creation-time", blob.Created)
            .With("x-ms-blob-type", blob.Type)
            .With("x-ms-server-encrypted", "true")
            .With("x-ms-tag-count", blob.Tags.IsEmpty ? null : $"{blob.Tags.Count}")
            .With("x-ms-blob-committed-block-count", blob.Type == BlobContent.Append ? $"{blob.AppendedBlocks}" : null)
            .With("x-ms-blob-sealed", blob.Type == BlobContent.Append ? (blob.IsSealed ? "true" : "false") : null)
            .With("x-ms-blob-sequence-number", blob.Type == BlobContent.Page ? $"{blob.SequenceNumber}" : null);
        if (call.Request.Query.NonEmpty("snapshot") is null)
            Lease(answer, entry.Lease, call.Now);
        if (blob.Copy is { } copy)
            DescribeCopy(answer, copy, blob);
        return answer;
    }

    /// <summary>The type of an answer's body.</summary>
    public static string ContentType(BlobCall call, BlobContent blob) =>
        Answered(call, blob).First(header => header.Key == "Content-Type").Value;

    public static void Lease(CloudAnswer answer, BlobLease? lease, DateTimeOffset now)
    {
        string state = BlobLease.StateOf(lease, now);
        answer.With("x-ms-lease-state", state)
            .With("x-ms-lease-status", state is "leased" or "breaking" ? "locked" : "unlocked")
            .With("x-ms-lease-duration", state != "leased" ? null : lease!.IsInfinite ? "infinite" : "fixed");
    }

    private static void DescribeCopy(CloudAnswer answer, BlobCopy copy, BlobContent blob) => answer
        .With("x-ms-copy-id", copy.Id)
        .With("x-ms-copy-source", copy.Source)
        .With("x-ms-copy-status", "success")
        .With("x-ms-copy-progress", $"{blob.Content.Length}/{blob.Content.Length}")
        .With("x-ms-copy-completion-time", copy.Completed);

    // A signature may replace headers of the answer.
    private static IEnumerable<KeyValuePair<string, string>> Answered(BlobCall call, BlobContent blob)
    {
        bool mayReplace = call.Request.Query.Has("sig");
        foreach (var header in blob.Headers)
        {
            if (!mayReplace || !Overrides.Any(o => o.Header == header.Key && call.Request.Query.Has(o.Parameter)))
                yield return header;
        }

        foreach ((string parameter, string header) in Overrides)
        {
            if (mayReplace && call.Request.Query[parameter] is { } value)
                yield return new(header, value);
        }
    }
}
