using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Windtunnel.Testing.Cloud.S3;

internal static partial class S3Buckets
{
    public const string DefaultRegion = "us-east-1";
    private static readonly string[] ReservedEndings = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

    public static async Task<CloudAnswer> CreateAsync(S3Call call)
    {
        RequireName(call.BucketName);
        S3Headers.RequireNoAcl(call.Request);
        byte[] document = await S3Body.ReceiveDocumentAsync(call);
        string region = document.Length == 0 ? DefaultRegion : Region(S3Xml.Read(document, "CreateBucketConfiguration"));
        if (string.Equals(call.Header("x-amz-bucket-object-lock-enabled"), "true", StringComparison.OrdinalIgnoreCase))
            throw S3Errors.NotEmulated("object lock");
        S3Bucket made = new(call.BucketName, region, call.Now);
        if (call.Header("x-amz-object-ownership") is { } ownership)
            made = made with { Settings = made.Settings.Add("ownershipControls", S3BucketSettings.Ownership(ownership)) };
        call.World.Change(state =>
        {
            if (state.Buckets[call.BucketName] is not { } existing)
                return state with { Buckets = state.Buckets.With(call.BucketName, made) };
            // In the oldest region creating one's own bucket again is no error.
            return existing.Region == DefaultRegion && region == DefaultRegion
                ? state
                : throw new CloudError(
                    409, "BucketAlreadyOwnedByYou", "Your previous request to create the named bucket succeeded and you already own it.")
                    .With("BucketName", call.BucketName);
        });
        return new CloudAnswer(200).With(
            "Location", region == DefaultRegion ? $"/{call.BucketName}" : $"http://{call.BucketName}.s3.amazonaws.com/");
    }

    public static CloudAnswer List(S3Call call)
    {
        string? token = call.Request.Query.NonEmpty("continuation-token");
        int max = S3Multipart.Number(call, "max-buckets", 10_000);
        if (max is 0 or > 10_000)
            throw S3Errors.InvalidArgument("Argument max-buckets must be an integer between 1 and 10000", "max-buckets", $"{max}");
        ListingQuery query = new(call.Request.Query["prefix"] ?? "", null, token, max);
        var page = Listing<S3Bucket>.Of(
            call.World.Current.Buckets, query, bucket => call.Request.Query.NonEmpty("bucket-region") is not { } region
                || bucket.Region == region);
        bool isPaged = call.Request.Query.Any();
        return S3Xml.Answer(S3Xml.Element(
            "ListAllMyBucketsResult",
            S3Xml.Owner(),
            S3Xml.Element("Buckets", page.Items.Select(item => S3Xml.Element(
                "Bucket",
                S3Xml.Element("Name", item.Name),
                S3Xml.Element("CreationDate", S3Xml.Instant(item.Item.Created)),
                isPaged ? S3Xml.Element("BucketRegion", item.Item.Region) : null))),
            S3Xml.Optional("ContinuationToken", page.Next),
            S3Xml.Optional("Prefix", call.Request.Query.NonEmpty("prefix"))));
    }

    public static CloudAnswer Head(S3Call call) => new CloudAnswer(200)
        .With("x-amz-bucket-region", call.Bucket.Region).With("x-amz-access-point-alias", "false").With(Content.Empty, S3Xml.ContentType);

    public static CloudAnswer Location(S3Call call) => S3Xml.Answer(
        S3Xml.Element("LocationConstraint", call.Bucket.Region == DefaultRegion ? null : call.Bucket.Region));

    public static CloudAnswer Delete(S3Call call)
    {
        call.World.Change(state =>
        {
            S3Bucket bucket = state.Buckets[call.BucketName] ?? throw S3Errors.NoSuchBucket(call.BucketName);
            if (bucket.Objects.Count > 0)
            {
                throw new CloudError(
                    409,
                    "BucketNotEmpty",
                    bucket.Versioning is null
                        ? "The bucket you tried to delete is not empty"
                        : "The bucket you tried to delete is not empty. You must delete all versions in the bucket.")
                    .With("BucketName", bucket.Name);
            }

            return state with { Buckets = state.Buckets.Without(call.BucketName) };
        });
        return new(204);
    }

    public static void RequireName(string name)
    {
        bool isValid = ValidName().IsMatch(name)
            && !name.Contains("..", StringComparison.Ordinal)
            && !name.StartsWith("xn--", StringComparison.Ordinal)
            && !name.StartsWith("sthree-", StringComparison.Ordinal)
            && !name.StartsWith("amzn-s3-demo-", StringComparison.Ordinal)
            && !ReservedEndings.Any(ending => name.EndsWith(ending, StringComparison.Ordinal))
            && !(name.Count(c => c == '.') == 3 && IPAddress.TryParse(name, out _));
        if (!isValid)
            throw new CloudError(400, "InvalidBucketName", "The specified bucket is not valid.").With("BucketName", name);
    }

    private static string Region(XElement configuration)
    {
        string? region = configuration.Text("LocationConstraint") ?? configuration.Child("Location")?.Text("Name");
        return region is null or "" ? DefaultRegion
            : region == "EU" ? "eu-west-1"
            : ValidRegion().IsMatch(region) && region != DefaultRegion ? region
            : throw new CloudError(400, "InvalidLocationConstraint", "The specified location-constraint is not valid")
                .With("LocationConstraint", region);
    }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")]
    private static partial Regex ValidName();

    [GeneratedRegex(@"^[a-z]{2}(-[a-z]+)+-\d$")]
    private static partial Regex ValidRegion();
}
