using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Windtunnel.Testing.Cloud.Blob;

internal static partial class BlobContainers
{
    private static readonly TimeSpan Deletion = TimeSpan.FromSeconds(30);

    public static CloudAnswer Create(BlobCall call)
    {
        RequireName(call.ContainerName);
        BlobContainer made =
            new(call.ContainerName, call.NextETag(), call.Now) { Metadata = call.Metadata(), PublicAccess = PublicAccess(call) };
        call.World.Change(state => IsBeingDeleted(state, made.Name, call.Now)
            ? throw new CloudError(
                409, "ContainerBeingDeleted", "The specified container is being deleted. Try operation later.")
            : state.Containers[made.Name] is null ? state with { Containers = state.Containers.With(made.Name, made) }
            : throw new CloudError(409, "ContainerAlreadyExists", "The specified container already exists."));
        return Changed(201, made);
    }

    public static CloudAnswer Get(BlobCall call)
    {
        BlobContainer container = Readable(call);
        CloudAnswer answer = Changed(200, container);
        foreach ((string name, string value) in container.Metadata)
            answer.With($"x-ms-meta-{name}", value);
        if (call.Request.Query["comp"] == "metadata")
            return answer;
        BlobHeaders.Lease(answer, container.Lease, call.Now);
        return answer.With("x-ms-blob-public-access", container.PublicAccess)
            .With("x-ms-has-immutability-policy", "false").With("x-ms-has-legal-hold", "false");
    }

    public static CloudAnswer Delete(BlobCall call)
    {
        call.World.Change(state =>
        {
            BlobContainer container = state.Containers[call.ContainerName] ?? throw BlobErrors.ContainerNotFound();
            BlobLease.RequireForWrite(container.Lease, call.LeaseId, call.Now, "Container");
            BlobConditions.RequireForContainer(call.Request, container);
            return state with
            {
                Containers = state.Containers.Without(container.Name),
                DeletedContainers = state.DeletedContainers.SetItem(container.Name, call.Now),
            };
        });
        return new(202);
    }

    public static CloudAnswer SetMetadata(BlobCall call)
    {
        var metadata = call.Metadata();
        return Changed(200, Change(call, container => container with { Metadata = metadata }));
    }

    public static CloudAnswer GetAcl(BlobCall call)
    {
        BlobContainer container = Readable(call);
        XElement policies = container.Policies is null ? new("SignedIdentifiers") : XElement.Parse(container.Policies);
        return BlobXml.Answer(policies).With("ETag", container.ETag).With("Last-Modified", container.Modified)
            .With("x-ms-blob-public-access", container.PublicAccess);
    }

    public static async Task<CloudAnswer> SetAclAsync(BlobCall call)
    {
        byte[] document = await call.ReceiveDocumentAsync();
        string? access = PublicAccess(call);
        string? policies = null;
        if (document.Length > 0)
        {
            XElement read = BlobXml.Read(document, "SignedIdentifiers");
            if (read.Elements().Count() > 5)
                throw BlobErrors.InvalidXml();
            policies = read.ToString(SaveOptions.DisableFormatting);
        }

        return Changed(200, Change(call, container => container with { Policies = policies, PublicAccess = access }));
    }

    public static CloudAnswer Lease(BlobCall call) => call.ChangeContainer(container =>
    {
        BlobConditions.RequireForContainer(call.Request, container);
        (BlobLease? lease, CloudAnswer answer) = BlobLeaseOperations.CarryOut(call, container.Lease);
        return (container with { Lease = lease }, answer.With("ETag", container.ETag).With("Last-Modified", container.Modified));
    });

    public static CloudAnswer List(BlobCall call)
    {
        CloudQuery query = call.Request.Query;
        string include = query["include"] ?? "";
        ListingQuery listing = new(query["prefix"] ?? "", null, query.NonEmpty("marker"), BlobListing.MaxResults(call));
        var page = Listing<BlobContainer>.Of(call.World.Current.Containers, listing);
        return BlobXml.Answer(new XElement(
            "EnumerationResults",
            new XAttribute("ServiceEndpoint", call.Emulator.AddressAt(call.Request.Host)),
            new XElement("Prefix", listing.Prefix),
            query.NonEmpty("marker") is { } marker ? new XElement("Marker", marker) : null,
            new XElement("MaxResults", listing.Max),
            new XElement("Containers", page.Items
                .Select(item => Element(item.Item, include.Contains("metadata", StringComparison.Ordinal), call.Now))),
            new XElement("NextMarker", page.Next)));
    }

    public static void RequireName(string name)
    {
        if (name is "$root" or "$web" or "$logs")
            return;
        if (name.Length is < 3 or > 63)
            throw new CloudError(400, "OutOfRangeInput", "The specified resource name length is not within the permissible limits.");
        if (!ValidName().IsMatch(name))
            throw new CloudError(400, "InvalidResourceName", "The specified resource name contains invalid characters.");
    }

    private static bool IsBeingDeleted(BlobState state, string name, DateTimeOffset now) =>
        state.DeletedContainers.TryGetValue(name, out DateTimeOffset deleted) && now - deleted < Deletion;

    private static BlobContainer Readable(BlobCall call)
    {
        BlobContainer container = call.Container;
        BlobLease.RequireForRead(container.Lease, call.LeaseId, call.Now, "Container");
        return container;
    }

    private static BlobContainer Change(BlobCall call, Func<BlobContainer, BlobContainer> change) => call.ChangeContainer(container =>
    {
        BlobLease.RequireForRead(container.Lease, call.LeaseId, call.Now, "Container");
        BlobConditions.RequireForContainer(call.Request, container);
        BlobContainer changed = change(container) with { ETag = call.NextETag(), Modified = call.Now };
        return (changed, changed);
    });

    private static CloudAnswer Changed(int status, BlobContainer container) =>
        new CloudAnswer(status).With("ETag", container.ETag).With("Last-Modified", container.Modified);

    private static string? PublicAccess(BlobCall call) => call.Header("x-ms-blob-public-access") switch
    {
        null or "" => null,
        "blob" or "container" => call.Header("x-ms-blob-public-access"),
        { } other => throw BlobErrors.InvalidHeader("x-ms-blob-public-access", other),
    };

    private static XElement Element(BlobContainer container, bool withMetadata, DateTimeOffset now)
    {
        string state = BlobLease.StateOf(container.Lease, now);
        return new(
            "Container",
            BlobXml.Name(container.Name),
            new XElement(
                "Properties",
                new XElement("Last-Modified", BlobXml.HttpDate(container.Modified)),
                new XElement("Etag", container.ETag.Trim('"')),
                new XElement("LeaseStatus", state is "leased" or "breaking" ? "locked" : "unlocked"),
                new XElement("LeaseState", state),
                BlobXml.Optional("PublicAccess", container.PublicAccess),
                new XElement("HasImmutabilityPolicy", "false"),
                new XElement("HasLegalHold", "false")),
            withMetadata && !container.Metadata.IsEmpty
                ? new XElement("Metadata", container.Metadata.Select(pair => new XElement(pair.Key, pair.Value)))
                : null);
    }

    [GeneratedRegex("^[a-z0-9](?!.*--)[a-z0-9-]*[a-z0-9]$")]
    private static partial Regex ValidName();
}
