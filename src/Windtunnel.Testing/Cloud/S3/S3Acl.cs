using System.Xml.Linq;

namespace Windtunnel.Testing.Cloud.S3;

/// <summary>Access control lists, which a bucket of today has switched off: one reads that the owner may do everything.</summary>
internal static class S3Acl
{
    private static readonly XNamespace Instance = "http://www.w3.org/2001/XMLSchema-instance";

    public static CloudAnswer Get(S3Call call)
    {
        if (call.Operation.Key is null)
            _ = call.Bucket;
        else
            _ = call.RequireVersion();
        XElement grantee = S3Xml.Owner("Grantee");
        grantee.Add(new XAttribute(XNamespace.Xmlns + "xsi", Instance), new XAttribute(Instance + "type", "CanonicalUser"));
        return S3Xml.Answer(S3Xml.Element(
            "AccessControlPolicy",
            S3Xml.Owner(),
            S3Xml.Element("AccessControlList", S3Xml.Element("Grant", grantee, S3Xml.Element("Permission", "FULL_CONTROL")))));
    }

    public static async Task<CloudAnswer> PutAsync(S3Call call)
    {
        if (call.Operation.Key is null)
            _ = call.Bucket;
        else
            _ = call.RequireVersion();
        S3Headers.RequireNoAcl(call.Request, call.Bucket);
        byte[] document = await S3Body.ReceiveDocumentAsync(call);
        return document.Length == 0 && call.Header("x-amz-acl") is not null ? new(200) : throw Refusal(call.Bucket);
    }

    /// <summary>What a bucket answers to an access control list: that it allows none, or, where its owner switched them on, that the
    /// emulator does not know them.</summary>
    public static CloudError Refusal(S3Bucket? bucket)
    {
        string ownership = bucket?.Settings.GetValueOrDefault("ownershipControls") ?? "";
        bool areOn = ownership.Contains("ObjectWriter", StringComparison.Ordinal)
            || ownership.Contains("BucketOwnerPreferred", StringComparison.Ordinal);
        return areOn ? S3Errors.NotEmulated("access control lists") : S3Errors.AclNotSupported();
    }
}
