using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using System.Security.Cryptography;
using Windtunnel.Testing.Cloud.Aws;

namespace Windtunnel.Testing.Cloud.S3;

/// <summary>An upload by the form of a browser. Its fields carry a policy and its signature.</summary>
internal static class S3PostForm
{
    private const int LongestField = 20 * 1024;

    public static async Task<CloudAnswer> PostAsync(S3Call call)
    {
        _ = call.Bucket;
        string? boundary = MediaTypeHeaderValue.TryParse(call.Header("Content-Type"), out var type)
            ? HeaderUtilities.RemoveQuotes(type.Boundary).Value : null;
        if (string.IsNullOrEmpty(boundary))
            throw new CloudError(400, "MalformedPOSTRequest", "The body of your POST request is not well-formed multipart/form-data.");
        HeaderDictionary fields = new();
        MultipartReader reader = new(boundary, call.Request.Body) { HeadersLengthLimit = LongestField };
        try
        {
            while (await reader.ReadNextSectionAsync(call.Cancellation) is { } section)
            {
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
                    continue;
                string name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
                if (name == "file")
                    return await StoreAsync(call, fields, section.Body, HeaderUtilities.RemoveQuotes(disposition.FileName).ToString());
                fields[name] = await TextAsync(section.Body, call.Cancellation);
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException && e is not ConnectionBrokenByFaultException)
        {
            throw new CloudError(400, "MalformedPOSTRequest", "The body of your POST request is not well-formed multipart/form-data.");
        }

        throw S3Errors.InvalidArgument("POST requires exactly one file upload per request.", "file", "0");
    }

    private static async Task<CloudAnswer> StoreAsync(S3Call call, HeaderDictionary fields, Stream file, string fileName)
    {
        string? Field(string name) => fields.TryGetValue(name, out var value) ? value.ToString() : null;
        string key =
            (Field("key")
            ?? throw S3Errors.InvalidArgument(
            "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields.", "key"))
            .Replace("${filename}", fileName, StringComparison.Ordinal);
        JsonElement? policy = Policy(call, Field);
        Digest md5 = Digest.Of(HashAlgorithmName.MD5);
        Digest crc = S3ChecksumAlgorithm.Crc64Nvme.Create();
        ContentWriter writer = new([md5, crc]);
        await writer.CopyFromAsync(file, call.Cancellation);
        if (policy is { } rules)
            S3PostPolicy.Require(rules, call.BucketName, fields, key, writer.Length);

        fields.Remove("key");
        S3Call asPut = call with { Operation = call.Operation with { Key = key }, Request = WithHeaders(call.Request, fields) };
        S3Version stored = S3Objects.Store(
            asPut,
            S3Headers.Template(asPut) with
            {
                Content = writer.ToContent(),
                ETag = md5.Hex,
                Checksum = new(S3ChecksumAlgorithm.Crc64Nvme, crc.Base64, S3Checksum.FullObject),
            },
            conditions: null);
        return Answer(call, stored, Field("success_action_status"), Field("success_action_redirect"));
    }

    private static CloudAnswer Answer(S3Call call, S3Version stored, string? status, string? redirect)
    {
        string location = $"http://{call.Request.Host}/{call.BucketName}/{PercentEncoding.Encode(stored.Key, keepSlash: true)}";
        if (Uri.TryCreate(redirect, UriKind.Absolute, out Uri? target))
        {
            string separator = target.Query.Length > 0 ? "&" : "?";
            string query = $"bucket={call.BucketName}&key={PercentEncoding.Encode(stored.Key, keepSlash: false)}&etag=%22{stored.ETag}%22";
            return S3Objects.Written(call, new CloudAnswer(303).With("Location", target.AbsoluteUri + separator + query), stored);
        }

        CloudAnswer answer = status == "201"
            ? S3Xml.Answer(
                new System.Xml.Linq.XElement(
                    "PostResponse",
                    new System.Xml.Linq.XElement("Location", location),
                    new System.Xml.Linq.XElement("Bucket", call.BucketName),
                    new System.Xml.Linq.XElement("Key", stored.Key),
                    new System.Xml.Linq.XElement("ETag", stored.QuotedETag)),
                201)
            : new(status == "200" ? 200 : 204);
        return S3Objects.Written(call, answer, stored).With("ETag", stored.QuotedETag).With("Location", location);
    }

    private static JsonElement? Policy(S3Call call, Func<string, string?> field)
    {
        string policy = field("policy") ?? throw S3Errors.AccessDenied();
        AwsCredentials credentials = call.Emulator.Credentials;
        string? accessKey = field("AWSAccessKeyId");
        bool isSigned;
        if (accessKey is not null)
        {
            isSigned = field("signature") is { } v2 && SigV4.AreEqual(S3SignatureV2.Sign(credentials.SecretKey, policy), v2);
        }
        else
        {
            string[] scope = (field("x-amz-credential") ?? throw S3Errors.AccessDenied()).Split('/', 2);
            accessKey = scope[0];
            isSigned = scope.Length == 2 && field("x-amz-signature") is { } v4
                && SigV4.AreEqual(SigV4.Sign(credentials.SecretKey, scope[1], policy), v4);
        }

        if (accessKey != credentials.AccessKey)
        {
            throw new CloudError(403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.")
                .With("AWSAccessKeyId", accessKey);
        }

        return isSigned ? S3PostPolicy.Parse(policy, call.Emulator.Clock) : throw S3Authorization.Mismatch();
    }

    private static CloudRequest WithHeaders(CloudRequest request, HeaderDictionary fields) => new()
    {
        Method = request.Method,
        RawPath = request.RawPath,
        Query = request.Query,
        Headers = fields,
        Body = Stream.Null,
        Cancellation = request.Cancellation,
    };

    private static async Task<string> TextAsync(Stream section, CancellationToken cancellation)
    {
        byte[] buffer = new byte[LongestField + 1];
        int length = await section.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        return length <= LongestField
            ? Encoding.UTF8.GetString(buffer, 0, length)
            : throw new CloudError(
                400, "MaxPostPreDataLengthExceeded", "Your POST request fields preceding the upload file were too large.");
    }
}
