using System.Security.Cryptography;
using System.Text.Json;
using System.Xml.Linq;
using Windtunnel.Testing.Cloud;
using Windtunnel.Testing.Cloud.Aws;
using Windtunnel.Testing.Cloud.S3;

namespace Windtunnel.Testing;

/// <summary>Amazon S3 in this process. Signatures, checksums and conditions are checked as the service checks them.</summary>
public sealed class S3Emulator : CloudEmulator<S3Emulator>
{
    internal S3Emulator()
    {
    }

    /// <summary>The access key that requests must be signed with. Default: <c>windtunnel</c>.</summary>
    public string AccessKey => Credentials.AccessKey;

    /// <summary>The secret key that requests must be signed with. Default: <c>windtunnel-secret</c>.</summary>
    public string SecretKey => Credentials.SecretKey;

    internal override string Service => "S3";

    internal override IReadOnlyCollection<string> Operations => S3Operations.Names;

    internal AwsCredentials Credentials { get; private set; } = AwsCredentials.Default;

    internal World<S3State> World { get; } = new(S3State.Empty);

    internal Sequence Ids { get; } = new();

    internal override object State
    {
        get => World.Current;
        set => World.Restore(value);
    }

    /// <summary>Makes a bucket, in us-east-1. One that exists stays as it is.</summary>
    /// <exception cref="ArgumentException">S3 allows no such name.</exception>
    public S3Emulator WithBucket(string name)
    {
        try
        {
            S3Buckets.RequireName(name);
        }
        catch (CloudError e)
        {
            throw new ArgumentException(
                $"'{name}' is no name for a bucket. Take 3 to 63 lower-case letters, digits, dots and hyphens, e.g. 'flights'.",
                    nameof(name), e);
        }

        World.Change(state => state.Buckets[name] is null
            ? state with { Buckets = state.Buckets.With(name, new(name, S3Buckets.DefaultRegion, Clock.Now)) }
            : state);
        return this;
    }

    /// <summary>Puts an object into a bucket, which is made if need be.</summary>
    /// <exception cref="ArgumentException">S3 allows no such bucket.</exception>
    public S3Emulator WithObject(string bucket, string key, ReadOnlyMemory<byte> content)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        WithBucket(bucket);
        Digest md5 = Digest.Of(HashAlgorithmName.MD5);
        md5.Append(content.Span);
        World.Change(state => state with
        {
            Buckets = state.Buckets.With(bucket, state.Buckets[bucket]!.With(new S3Version(key, S3Version.NullId, Clock.Now)
            {
                Content = Content.Of(content.ToArray()),
                ETag = md5.Hex,
            })),
        });
        return this;
    }

    /// <summary>Puts every file below a folder into a bucket, which is made if need be, under its path from there.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public S3Emulator WithFolder(string bucket, string folder)
    {
        WithBucket(bucket);
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            WithObject(bucket, Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/'), File.ReadAllBytes(file));
        }

        return this;
    }

    /// <summary>Takes other credentials than the default ones.</summary>
    public S3Emulator WithCredentials(string accessKey, string secretKey)
    {
        ArgumentException.ThrowIfNullOrEmpty(accessKey);
        ArgumentException.ThrowIfNullOrEmpty(secretKey);
        Credentials = new(accessKey, secretKey);
        return this;
    }

    private protected override Connection Address(string id) => new()
    {
        Id = id,
        Type = "aws",
        Login = AccessKey,
        Password = SecretKey,
        Extra = JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["endpoint_url"] = Endpoint.ToString(),
            ["region_name"] = S3Buckets.DefaultRegion,
        }),
    };

    internal override CloudOperation Identify(CloudRequest request) => S3Operations.Identify(request);

    internal override Task<CloudAnswer> CarryOutAsync(CloudOperation operation, CloudRequest request)
    {
        if (request.Method == "OPTIONS")
            throw S3Errors.NotEmulated("the preflight requests of browsers (CORS)");
        S3Headers.RequireReasonableSize(request);
        S3Headers.RequireEmulated(request);
        // The form of a browser carries its signature in its fields.
        AwsSignature? signature = operation.Name == "PostObject" ? null : S3Authorization.Require(request, this);
        return WithIdAsync(S3Operations.CarryOutAsync(new(operation, request, this, signature)));
    }

    internal override CloudAnswer Describe(CloudError error, CloudOperation operation, CloudRequest request)
    {
        string requestId = Ids.NextText(16);
        CloudAnswer answer = new(error.Status) { ErrorCode = error.Code };
        foreach ((string name, string value) in error.Headers)
            answer.With(name, value);
        Identified(answer, requestId);
        if (request.IsHead || error.Status == 304)
            return answer;
        XElement root = new(
            "Error",
            new XElement("Code", error.Code),
            new XElement("Message", error.Message),
            error.Details.Select(detail => new XElement(detail.Key, detail.Value)),
            new XElement("Resource", $"/{operation.Resource.TrimStart('/')}"),
            new XElement("RequestId", requestId),
            new XElement("HostId", HostId(requestId)));
        return answer.With(S3Xml.Write(root), S3Xml.ContentType);
    }

    internal override object Redated(object state, Func<DateTimeOffset, DateTimeOffset> move) => ((S3State)state).Redated(move);

    internal override CloudError Throttled() => new(503, "SlowDown", "Please reduce your request rate.");

    internal override CloudError Broken(Exception cause) =>
        new(500, "InternalError", $"We encountered an internal error. Please try again. ({cause.GetType().Name}: {cause.Message})");

    private async Task<CloudAnswer> WithIdAsync(Task<CloudAnswer> answer) => Identified(await answer, Ids.NextText(16));

    private static CloudAnswer Identified(CloudAnswer answer, string requestId) =>
        answer.With("x-amz-request-id", requestId).With("x-amz-id-2", HostId(requestId));

    private static string HostId(string requestId) => Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(requestId));
}
