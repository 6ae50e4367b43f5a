using System.Text;
using System.Text.Json;
using System.Xml.Linq;

namespace Windtunnel.Testing.Cloud.S3;

/// <summary>A subresource of a bucket that holds one document. What it asks for is stored and given back, not acted on.</summary>
/// <param name="Parameter">Its name in the query.</param>
/// <param name="Operation">Its name in operations: Get…, Put…, Delete….</param>
/// <param name="Root">The root of its document; null for JSON.</param>
/// <param name="Absent">The error of a GET when nothing was put; null when that is none.</param>
/// <param name="Default">What stands in the document of a GET when nothing was put.</param>
internal sealed record S3BucketSettings(
    string Parameter, string Operation, string? Root, (string Code, string Message)? Absent, string Default = "")
{
    public static IReadOnlyList<S3BucketSettings> All { get; } =
    [
        new("cors", "BucketCors", "CORSConfiguration", ("NoSuchCORSConfiguration", "The CORS configuration does not exist")),
        new("lifecycle", "BucketLifecycleConfiguration", "LifecycleConfiguration",
            ("NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist")),
        new("policy", "BucketPolicy", null, ("NoSuchBucketPolicy", "The bucket policy does not exist")),
        new("tagging", "BucketTagging", "Tagging", ("NoSuchTagSet", "The TagSet does not exist")),
        new("website", "BucketWebsite", "WebsiteConfiguration",
            ("NoSuchWebsiteConfiguration", "The specified bucket does not have a website configuration")),
        new("replication", "BucketReplication", "ReplicationConfiguration",
            ("ReplicationConfigurationNotFoundError", "The replication configuration was not found")),
        new("object-lock", "ObjectLockConfiguration", "ObjectLockConfiguration",
            ("ObjectLockConfigurationNotFoundError", "Object Lock configuration does not exist for this bucket")),
        new("publicAccessBlock", "PublicAccessBlock", "PublicAccessBlockConfiguration",
            ("NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found")),
        new("ownershipControls", "BucketOwnershipControls", "OwnershipControls", null,
            "<Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule>"),
        new("encryption", "BucketEncryption", "ServerSideEncryptionConfiguration", null,
            "<Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault>"
            + "<BucketKeyEnabled>false</BucketKeyEnabled></Rule>"),
        new("versioning", "BucketVersioning", "VersioningConfiguration", null),
        new("logging", "BucketLogging", "BucketLoggingStatus", null),
        new("notification", "BucketNotificationConfiguration", "NotificationConfiguration", null),
        new("accelerate", "BucketAccelerateConfiguration", "AccelerateConfiguration", null),
        new("requestPayment", "BucketRequestPayment", "RequestPaymentConfiguration", null, "<Payer>BucketOwner</Payer>"),
    ];

    public CloudAnswer Get(S3Call call)
    {
        string? document = call.Bucket.Settings.GetValueOrDefault(Parameter);
        if (document is null && Absent is { } absent)
            throw new CloudError(404, absent.Code, absent.Message).With("BucketName", call.BucketName);
        document ??= $"<{Root} xmlns=\"{S3Xml.Namespace}\">{Default}</{Root}>";
        return new CloudAnswer(200).With(Content.Of(document), Root is null ? "application/json" : S3Xml.ContentType);
    }

    public async Task<CloudAnswer> PutAsync(S3Call call)
    {
        _ = call.Bucket;
        byte[] document = await S3Body.ReceiveDocumentAsync(call);
        string text = Root is null ? Policy(document) : S3Xml.Read(document, Root).ToString(SaveOptions.DisableFormatting);
        string? versioning = Parameter == "versioning" ? Versioning(document) : null;
        if (Parameter == "tagging")
            S3Tags.OfDocument(document, isOfABucket: true);
        if (Parameter == "cors")
            RequireCorsRules(document);
        if (Parameter == "object-lock")
            throw call.Bucket.Versioning == "Enabled" ? S3Errors.NotEmulated("object lock") : NotVersioned();
        call.ChangeBucket(bucket =>
            bucket with { Settings = bucket.Settings.SetItem(Parameter, text), Versioning = versioning ?? bucket.Versioning });
        return new(Parameter is "policy" or "tagging" ? 204 : 200);
    }

    public CloudAnswer Delete(S3Call call)
    {
        call.ChangeBucket(bucket => bucket with { Settings = bucket.Settings.Remove(Parameter) });
        return new(204);
    }

    /// <summary>The document for a header of the bucket's creation.</summary>
    public static string Ownership(string value) => value is "BucketOwnerEnforced" or "BucketOwnerPreferred" or "ObjectWriter"
        ? $"<OwnershipControls xmlns=\"{S3Xml.Namespace}\"><Rule><ObjectOwnership>{value}</ObjectOwnership></Rule></OwnershipControls>"
        : throw S3Errors.InvalidArgument("Invalid x-amz-object-ownership header: " + value, "x-amz-object-ownership", value);

    private static CloudError NotVersioned() => new(
        409, "InvalidBucketState", "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration");

    private static void RequireCorsRules(byte[] document)
    {
        XElement[] rules = [.. S3Xml.Read(document, "CORSConfiguration").Children("CORSRule")];
        if (rules.Length == 0 || rules.Any(rule => rule.Child("AllowedMethod") is null || rule.Child("AllowedOrigin") is null))
            throw S3Errors.MalformedXml();
        string? unknown = rules.SelectMany(rule => rule.Children("AllowedMethod")).Select(method => method.Value)
            .FirstOrDefault(method => method is not ("GET" or "PUT" or "HEAD" or "POST" or "DELETE"));
        if (unknown is not null)
            throw S3Errors.InvalidRequest($"Found unsupported HTTP method in CORS config. Unsupported method is {unknown}");
    }

    private static string Versioning(byte[] document) => S3Xml.Read(document, "VersioningConfiguration").Text("Status") switch
    {
        "Enabled" => "Enabled",
        "Suspended" => "Suspended",
        _ => throw new CloudError(400, "IllegalVersioningConfigurationException", "The Versioning element must be specified"),
    };

    private static string Policy(byte[] document)
    {
        try
        {
            using JsonDocument parsed = JsonDocument.Parse(document);
            if (parsed.RootElement.ValueKind == JsonValueKind.Object)
                return Encoding.UTF8.GetString(document);
        }
        catch (JsonException)
        {
            // Said below, as for JSON of another kind.
        }

        throw new CloudError(400, "MalformedPolicy", "Policies must be valid JSON and the first byte must be '{'");
    }
}
