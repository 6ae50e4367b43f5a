using System.Globalization;
using System.Xml.Linq;

namespace Windtunnel.Testing.Cloud.Blob;

/// <summary>Shared access signatures: of an account, or of a container or blob, with or without a stored policy.</summary>
internal static class BlobSas
{
    public static void Require(BlobCall call)
    {
        CloudQuery query = call.Request.Query;
        if (query.Has("skoid"))
            throw BlobErrors.NotEmulated("user delegation signatures (they need Entra ID)");
        bool isOfAccount = query.Has("ss");
        string toSign = StringToSign(call);
        if (!Aws.SigV4.AreEqual(BlobAuthorization.Sign(call.Emulator.AccountKey, toSign), query["sig"]!))
            throw BlobErrors.AuthenticationFailed($"Signature did not match. String to sign used was {SignedText.Shown(toSign)}");
        (string? start, string? expiry, string? permissions) = Policy(call);
        RequireTime(call, start, expiry);
        if (query["spr"] == "https")
            throw new CloudError(
                403, "AuthorizationProtocolMismatch", "This request is not authorized to perform this operation using this protocol.");
        if (query.NonEmpty("sip") is not null)
            RequireAddress(query["sip"]!);
        if (isOfAccount)
            RequireAccount(call, query);
        else if (!CoversResource(call, query))
            throw BlobErrors.PermissionMismatch();
        if (!BlobPermissions.Allow(call, permissions ?? "", isOfAccount))
            throw BlobErrors.PermissionMismatch();
    }

    public static string StringToSign(BlobCall call) => call.Request.Query.Has("ss") ? OfAccount(call) : OfResource(call);

    private static string OfResource(BlobCall call)
    {
        CloudQuery query = call.Request.Query;
        string version = query["sv"] ?? "";
        string resource = $"/blob/{call.Emulator.AccountName}/{call.Operation.Container}";
        if (query["sr"] is "b" or "bs" or "bv")
            resource += $"/{call.Operation.Key}";
        List<string?> lines = [query["sp"], query["st"], query["se"], resource, query["si"], query["sip"], query["spr"], version];
        if (string.CompareOrdinal(version, "2018-11-09") >= 0)
            lines.AddRange([query["sr"], query["snapshot"] ?? query["sst"]]);
        if (string.CompareOrdinal(version, "2020-12-06") >= 0)
            lines.Add(query["ses"]);
        lines.AddRange([query["rscc"], query["rscd"], query["rsce"], query["rscl"], query["rsct"]]);
        return string.Join('\n', lines);
    }

    private static string OfAccount(BlobCall call)
    {
        CloudQuery query = call.Request.Query;
        List<string?> lines =
        [
            call.Emulator.AccountName, query["sp"], query["ss"], query["srt"], query["st"], query["se"], query["sip"], query["spr"],
                query["sv"],
        ];
        if (string.CompareOrdinal(query["sv"], "2020-12-06") >= 0)
            lines.Add(query["ses"]);
        return string.Join('\n', lines) + "\n";
    }

    // What the address leaves out may be in a policy that is stored at the container.
    private static (string? Start, string? Expiry, string? Permissions) Policy(BlobCall call)
    {
        CloudQuery query = call.Request.Query;
        if (query.NonEmpty("si") is not { } id)
            return (query.NonEmpty("st"), query.NonEmpty("se"), query.NonEmpty("sp"));
        string? policies = call.World.Current.Containers[call.ContainerName]?.Policies;
        XElement policy =
            (policies is null
            ? null : XElement.Parse(policies).Elements().FirstOrDefault(e => e.Element("Id")?.Value == id)?.Element("AccessPolicy"))
            ?? throw BlobErrors.AuthenticationFailed($"There is no stored access policy '{id}'.");
        return (query.NonEmpty("st") ?? policy.Element("Start")?.Value, query.NonEmpty("se")
            ?? policy.Element("Expiry")?.Value, query.NonEmpty("sp") ?? policy.Element("Permission")?.Value);
    }

    private static void RequireTime(BlobCall call, string? start, string? expiry)
    {
        DateTimeOffset from = Instant(start) ?? DateTimeOffset.MinValue;
        DateTimeOffset until = Instant(expiry) ?? throw BlobErrors.AuthenticationFailed("se is mandatory.");
        if (call.Now < from || call.Now > until)
        {
            throw BlobErrors.AuthenticationFailed(
                $"Signature not valid in the specified time frame: Start [{start}] - Expiry [{expiry}] - Current "
                + $"[{BlobXml.HttpDate(call.Now)}]");
        }
    }

    private static DateTimeOffset? Instant(string? text) => text is null ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant
        : throw BlobErrors.AuthenticationFailed($"'{text}' is no time.");

    // Who calls an emulator calls from this machine.
    private static void RequireAddress(string range)
    {
        if (!range.StartsWith("127.", StringComparison.Ordinal) && range != "0.0.0.0-255.255.255.255")
            throw new CloudError(
                403, "AuthorizationSourceIPMismatch",
                "This request is not authorized to perform this operation using this source IP 127.0.0.1.");
    }

    private static void RequireAccount(BlobCall call, CloudQuery query)
    {
        if (query["ss"]?.Contains('b', StringComparison.Ordinal) != true)
            throw new CloudError(
                403, "AuthorizationServiceMismatch", "This request is not authorized to perform this operation using this service.");
        // A listing of blobs counts as a call on the container.
        char kind = call.Operation.Container is null ? 's' : call.Operation.Key is null ? 'c' : 'o';
        if (query["srt"]?.Contains(kind, StringComparison.Ordinal) != true)
            throw new CloudError(
                403, "AuthorizationResourceTypeMismatch",
                "This request is not authorized to perform this operation using this resource type.");
    }

    private static bool CoversResource(BlobCall call, CloudQuery query) => query["sr"] switch
    {
        "c" => call.Operation.Container is not null,
        "b" or "bs" or "bv" => call.Operation.Key is not null,
        _ => false,
    };
}
