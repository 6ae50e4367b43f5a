using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Windtunnel.Testing.Cloud;
using Windtunnel.Testing.Cloud.Gcs;

namespace Windtunnel.Testing;

/// <summary>Google Cloud Storage in this process: its JSON API, and the XML form of reading and writing one object, which signed addresses
/// use. Tokens are not asked for. Addresses that are signed with <see cref="ServiceAccountKey"/> are checked as Google does; of those that
/// other accounts signed only the time is, since their keys are Google's.</summary>
public sealed class GcsEmulator : CloudEmulator<GcsEmulator>
{
    private long _lastGeneration;

    internal GcsEmulator()
    {
    }

    /// <summary>The key of a service account to sign addresses with: the JSON document that Google's clients take as credentials.</summary>
    public string ServiceAccountKey => GcsSignature.KeyFile(Endpoint);

    internal override string Service => "Google Cloud Storage";

    internal override IReadOnlyCollection<string> Operations => GcsOperations.Names;

    internal World<GcsState> World { get; } = new(GcsState.Empty);

    internal Sequence Ids { get; } = new();

    internal override object State
    {
        get => World.Current;
        set => World.Restore(value);
    }

    /// <summary>Makes a bucket. One that exists stays as it is.</summary>
    /// <exception cref="ArgumentException">Google allows no such name.</exception>
    public GcsEmulator WithBucket(string name)
    {
        try
        {
            GcsBuckets.RequireName(name);
        }
        catch (CloudError e)
        {
            throw new ArgumentException(
                $"'{name}' is no name for a bucket. Take 3 to 63 lower-case letters, digits, dots, hyphens and underscores, e.g. "
                + "'flights'.",
                nameof(name),
                e);
        }

        GcsBucket made = GcsBuckets.New(name, [], Clock.Now);
        World.Change(state => state.Buckets[name] is null ? state with { Buckets = state.Buckets.With(name, made) } : state);
        return this;
    }

    private protected override Connection Address(string id) => new()
    {
        Id = id,
        Type = "google_cloud_platform",
        Extra = JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["project"] = "windtunnel",
            ["is_anonymous"] = true,
            ["endpoint_url"] = Endpoint.ToString(),
        }),
    };

    internal static string AddressAt(string host) => $"http://{host}";

    /// <summary>Where a copy goes: the end of its path.</summary>
    internal static (string Bucket, string Name) TargetOf(CloudRequest request)
    {
        string[] parts = request.RawPath.Split('/');
        return (PercentEncoding.Decode(parts[^3]), PercentEncoding.Decode(parts[^1]));
    }

    /// <summary>The microsecond of now, and never one twice.</summary>
    internal long NextGeneration()
    {
        while (true)
        {
            long last = Interlocked.Read(ref _lastGeneration);
            long next = Math.Max(last + 1, Clock.Now.ToUnixTimeMilliseconds() * 1000);
            if (Interlocked.CompareExchange(ref _lastGeneration, next, last) == last)
                return next;
        }
    }

    internal override CloudOperation Identify(CloudRequest request) => GcsOperations.Identify(request);

    internal override async Task<CloudAnswer> CarryOutAsync(CloudOperation operation, CloudRequest request)
    {
        if (GcsSignature.IsSigned(request))
            GcsSignature.Require(request, Clock);
        RequireNoKeys(request);
        return (await GcsOperations.CarryOutAsync(new(operation, request, this))).With("X-GUploader-UploadID", Ids.NextText(40));
    }

    internal override CloudAnswer Describe(CloudError error, CloudOperation operation, CloudRequest request)
    {
        CloudAnswer answer = new(error.Status) { ErrorCode = error.Code };
        foreach ((string name, string value) in error.Headers)
            answer.With(name, value);
        if (error.Status == 304)
            return answer;
        if (error.IsXml)
        {
            XElement xml = new(
                "Error", new XElement("Code", error.Code), new XElement("Message", error.Message),
                error.Details.Select(detail => new XElement(detail.Key, detail.Value)));
            return answer.With(Cloud.S3.S3Xml.Write(xml), GcsXml.ContentType);
        }

        JsonObject one = new() { ["message"] = error.Message, ["domain"] = "global", ["reason"] = error.Code };
        if (error.Code == "conditionNotMet")
        {
            one["locationType"] = "header";
            one["location"] = "If-Match";
        }

        JsonObject body = new()
        {
            ["error"] = new JsonObject { ["code"] = error.Status, ["message"] = error.Message, ["errors"] = new JsonArray(one) },
        };
        return answer.With(Content.Of(body.ToJsonString()), GcsResources.ContentType);
    }

    internal override object Redated(object state, Func<DateTimeOffset, DateTimeOffset> move) => ((GcsState)state).Redated(move);

    internal override CloudError Throttled() =>
        new(429, "rateLimitExceeded",
            "The object exceeded the rate limit for object mutation operations. Please reduce your request rate.");

    internal override CloudError Broken(Exception cause) => new(500, "backendError", $"{cause.GetType().Name}: {cause.Message}");

    // What is encrypted with a key of the client's must not be readable without it.
    private static void RequireNoKeys(CloudRequest request)
    {
        if (request.Headers.Keys.Any(name => name.StartsWith("x-goog-", StringComparison.OrdinalIgnoreCase)
            && name.EndsWith("encryption-algorithm", StringComparison.OrdinalIgnoreCase)))
            throw GcsErrors.NotEmulated("customer-supplied encryption keys");
        if (request.Query.NonEmpty("kmsKeyName") is not null || request.Query.NonEmpty("destinationKmsKeyName") is not null)
            throw GcsErrors.NotEmulated("keys of Cloud KMS");
        if (request.Query["softDeleted"] == "true")
            throw GcsErrors.NotEmulated("soft delete");
    }
}
