using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Windtunnel.Testing.Cloud;
using Windtunnel.Testing.Cloud.Blob;

namespace Windtunnel.Testing;

/// <summary>Azure Blob Storage in this process, with one account. Keys, shared access signatures, leases and conditions are checked as the
/// service checks them.</summary>
public sealed partial class BlobEmulator : CloudEmulator<BlobEmulator>
{
    internal BlobEmulator()
    {
    }

    /// <summary>The account's name: the one that Azure's own emulators have.</summary>
    public string AccountName { get; } = "devstoreaccount1";

    /// <summary>The account's key, in Base64: the published one of Azure's own emulators.</summary>
    public string AccountKey { get; } = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <summary>What Azure's SDKs connect by.</summary>
    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={AccountName};AccountKey={AccountKey};BlobEndpoint={AddressAt(Endpoint.Authority)};";

    internal override string Service => "Azure Blob";

    internal override IReadOnlyCollection<string> Operations => BlobOperations.Names;

    internal World<BlobState> World { get; } = new(BlobState.Empty);

    internal Sequence Ids { get; } = new();

    internal override object State
    {
        get => World.Current;
        set => World.Restore(value);
    }

    /// <summary>Makes a container. One that exists stays as it is.</summary>
    /// <exception cref="ArgumentException">Azure allows no such name.</exception>
    public BlobEmulator WithContainer(string name)
    {
        try
        {
            BlobContainers.RequireName(name);
        }
        catch (CloudError e)
        {
            throw new ArgumentException(
                $"'{name}' is no name for a container. Take 3 to 63 lower-case letters, digits and single hyphens, e.g. 'flights'.",
                    nameof(name), e);
        }

        BlobContainer made = new(name, string.Create(CultureInfo.InvariantCulture, $"\"0x8DD{Ids.Next():X13}\""), Clock.Now);
        World.Change(state => state.Containers[name] is null ? state with { Containers = state.Containers.With(name, made) } : state);
        return this;
    }

    private protected override Connection Address(string id) => new()
    {
        Id = id,
        Type = "wasb",
        Host = AddressAt(Endpoint.Authority),
        Login = AccountName,
        Password = AccountKey,
        Extra = JsonSerializer.Serialize(new Dictionary<string, string> { ["connection_string"] = ConnectionString }),
    };

    internal string AddressAt(string host) => $"http://{host}/{AccountName}";

    internal override CloudOperation Identify(CloudRequest request) => BlobOperations.Identify(request);

    internal override async Task<CloudAnswer> CarryOutAsync(CloudOperation operation, CloudRequest request)
    {
        string account = request.RawPath.Split('/', 3)[1];
        if (account != AccountName)
            throw BlobErrors.ResourceNotFound();
        if (request.Header("x-ms-version") is { } version && !Version().IsMatch(version))
            throw BlobErrors.InvalidHeader("x-ms-version", version);
        BlobCall call = new(operation, request, this);
        BlobAuthorization.Require(call);
        RequireEmulated(request);
        return Identified(await BlobOperations.CarryOutAsync(call), request);
    }

    internal override CloudAnswer Describe(CloudError error, CloudOperation operation, CloudRequest request)
    {
        CloudAnswer answer = Identified(new(error.Status) { ErrorCode = error.Code }, request).With("x-ms-error-code", error.Code);
        foreach ((string name, string value) in error.Headers)
            answer.With(name, value);
        if (request.IsHead || error.Status == 304)
            return answer;
        string requestId = answer.Headers.First(header => header.Key == "x-ms-request-id").Value;
        XElement body = new(
            "Error",
            new XElement("Code", error.Code),
            new XElement(
                "Message", $"{error.Message}\nRequestId:{requestId}\nTime:{Clock.Now.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'}"),
            error.Details.Select(detail => new XElement(detail.Key, detail.Value)));
        return answer.With(Cloud.S3.S3Xml.Write(body), BlobXml.ContentType);
    }

    internal override object Redated(object state, Func<DateTimeOffset, DateTimeOffset> move) => ((BlobState)state).Redated(move);

    internal override CloudError Throttled() => new(503, "ServerBusy", "The server is busy.");

    internal override CloudError Broken(Exception cause) =>
        new(500, "InternalError",
            $"The server encountered an internal error. Please retry the request. ({cause.GetType().Name}: {cause.Message})");

    // What these ask for would be taken for granted if they were ignored.
    private static void RequireEmulated(CloudRequest request)
    {
        foreach ((string header, string what) in new[]
        {
            ("x-ms-encryption-key", "keys that customers provide"), ("x-ms-encryption-scope", "encryption scopes"),
            ("x-ms-source-encryption-key", "keys that customers provide"), ("x-ms-legal-hold", "legal holds"),
            ("x-ms-immutability-policy-until-date", "immutability policies"),
        })
        {
            if (request.Header(header) is not null)
                throw BlobErrors.NotEmulated(what);
        }
    }

    private CloudAnswer Identified(CloudAnswer answer, CloudRequest request) => answer
        .With("x-ms-request-id", $"{Ids.NextGuid()}")
        .With("x-ms-version", request.Header("x-ms-version") ?? request.Query["sv"] ?? "2026-06-06")
        .With("x-ms-client-request-id", request.Header("x-ms-client-request-id"));

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}$")]
    private static partial Regex Version();
}
