using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Windtunnel.Cloud.Tests.Replay;
using Windtunnel.Testing;
using Windtunnel.Testing.Cloud;
using Windtunnel.Testing.Cloud.S3;

namespace Windtunnel.Cloud.Tests.S3;

public sealed partial class S3ReplayTests
{
    // The recorded emulator leaves the delimiter out here; what S3 does is in a test of its own.
    private static readonly string[] RecordedWrong = ["multipart-list-uploads-prefix-delimiter", "list-v1-paged-delimiter"];

    public static TheoryData<string> Cases => [.. Conversations.S3.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Conversation_Replayed_IsAnsweredAsS3Does(string name)
    {
        await using S3Emulator emulator = Emulator.S3();
        using RawClient client = new(emulator.Endpoint);
        S3Replay replay = new(name, emulator, client);
        foreach ((RecordedExchange recorded, Verdict? verdict) in Conversations.S3.Case(name).Exchanges())
        {
            Answered answered = await replay.SendAsync(recorded, verdict);
            if (recorded.IsSetup)
                Assert.InRange(answered.Status, 200, 299);
            Assert.True(
                verdict?.Allows(answered.Status, CodeOf(answered)) != false,
                $"{recorded.Method} {recorded.Path}?{recorded.Query} was answered {answered.Status} {answered.Text}; right is {verdict}.");
            if (recorded.Status == answered.Status && answered.Status < 300 && recorded.Method is "GET" or "HEAD"
                && !RecordedWrong.Contains(name))
                RequireSameEffect(recorded, answered);
        }

        Assert.Empty(emulator.UnsupportedCalls);
    }

    // What a reader relies on; the order of elements, and what emulators leave out, differ.
    private static void RequireSameEffect(RecordedExchange recorded, Answered answered)
    {
        foreach (string header in new[] { "ETag", "Content-Range", "Content-Encoding", "x-amz-mp-parts-count", "x-amz-tagging-count" })
            Assert.Equal(recorded.ResponseHeader(header), answered.Header(header));
        if (recorded.ResponseText is not { Length: > 0 } text)
            return;
        if (!text.StartsWith("<?xml", StringComparison.Ordinal))
        {
            Assert.Equal(text, answered.Text);
            return;
        }

        foreach (string element in new[] { "Key", "CommonPrefixes", "Name", "KeyCount", "IsTruncated", "Size", "PartNumber" })
            Assert.Equal(ValuesOf(element, text), ValuesOf(element, answered.Text));
    }

    private static string[] ValuesOf(string element, string xml) =>
        [.. Regex.Matches(xml, $"<{element}>(.*?)</{element}>").Select(
        match => Uri.UnescapeDataString(match.Groups[1].Value.Replace('+', ' ')))];

    private static string? CodeOf(Answered answered) => Code().Match(answered.Text) is { Success: true } match
        ? match.Groups[1].Value : null;

    [GeneratedRegex("<Code>([^<]*)</Code>")]
    private static partial Regex Code();
}

/// <summary>Sends the requests of one case with signatures of today.</summary>
internal sealed partial class S3Replay(string name, S3Emulator emulator, RawClient client)
{
    private readonly Placeholders _placeholders = new();

    public async Task<Answered> SendAsync(RecordedExchange recorded, Verdict? verdict)
    {
        // Chunks have signatures of their own, which are spoiled where they are made.
        bool isWronglySigned = verdict?.Wants("SignatureDoesNotMatch") == true && recorded.Body?.ToString().Contains(
            "chunk-signature", StringComparison.Ordinal) != true;
        S3Signer signer = new(
            verdict?.Wants("InvalidAccessKeyId") == true ? "nobody" : emulator.AccessKey,
            isWronglySigned ? "wrong" : emulator.SecretKey,
            TimeProvider.System.GetUtcNow() + Offset(verdict));
        _placeholders["host"] = client.Authority;
        _placeholders["amz-date"] = signer.Instant;
        _placeholders["yyyymmdd"] = signer.Instant[..8];
        _placeholders["access-key"] = signer.AccessKey;
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string header, string value) in recorded.RequestHeaders)
            headers[header] = _placeholders.Fill(value);
        string query = _placeholders.Fill(recorded.Query);
        byte[] body = RecordedBody.Of(recorded.Body, _placeholders, name);
        bool isOfThen = recorded.Body?.ToString().Contains("{version-id", StringComparison.Ordinal) != true
            && RecordedBody.IsSameAsThen(recorded.Body, body);
        if (!isOfThen)
            Hash(headers, body);
        headers["Host"] = client.Authority;
        headers["Content-Length"] = body.Length.ToString(CultureInfo.InvariantCulture);

        if (query.Contains("X-Amz-Signature={signature}", StringComparison.Ordinal))
            query = Presigned(recorded, query, headers, signer);
        else if (query.Contains("Signature={signature}", StringComparison.Ordinal))
            query = PresignedOfOld(recorded, query, headers, isWronglySigned);
        else if (recorded.IsSetup || headers.GetValueOrDefault("Authorization")?.Contains("{signature}", StringComparison.Ordinal) == true)
            body = Signed(recorded, query, headers, body, signer);
        else if (headers.GetValueOrDefault("Content-Type")?.StartsWith("multipart/form-data", StringComparison.Ordinal) == true)
            body = SignedForm(Encoding.UTF8.GetString(body));

        bool hasBody = body.Length > 0 || recorded.Method is "PUT" or "POST";
        Answered answered = await client.SendAsync(
            recorded.Method, recorded.Path, query, headers.Select(header => (header.Key, header.Value)), hasBody
                ? body : null, recorded.IsChunked);
        _placeholders.Learn(recorded, answered);
        if (answered.Header("Last-Modified") is { } modified)
            _placeholders["http-date"] = modified;
        return answered;
    }

    private TimeSpan Offset(Verdict? verdict) =>
        verdict?.Wants("RequestTimeTooSkewed") == true ? TimeSpan.FromHours(name.Contains("future", StringComparison.Ordinal) ? 1 : -1)
        : IsExpired ? TimeSpan.FromDays(-8)
        : TimeSpan.Zero;

    private bool IsExpired => name.Contains("presigned", StringComparison.Ordinal) && name.Contains("expired", StringComparison.Ordinal);

    // The recorded hashes are of the ids of that time.
    private static void Hash(Dictionary<string, string> headers, byte[] body)
    {
        foreach (S3ChecksumAlgorithm algorithm in S3ChecksumAlgorithm.All)
        {
            Digest digest = algorithm.Create();
            digest.Append(body);
            string header = algorithm.Name == "MD5" && headers.ContainsKey("Content-MD5") ? "Content-MD5" : algorithm.Header;
            if (headers.ContainsKey(header))
                headers[header] = digest.Base64;
        }

        if (headers.GetValueOrDefault("x-amz-content-sha256") is { Length: 64 })
            headers["x-amz-content-sha256"] = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(body));
    }

    private byte[] Signed(RecordedExchange recorded, string query, Dictionary<string, string> headers, byte[] body, S3Signer signer)
    {
        if (recorded.IsSetup)
            headers.TryAdd("x-amz-content-sha256", "UNSIGNED-PAYLOAD");
        if (recorded.IsSetup || headers.ContainsKey("x-amz-date"))
            headers["x-amz-date"] = signer.Instant;

        string[] signed = headers.TryGetValue("Authorization", out string? authorization)
            ? SignedHeaders().Match(authorization).Groups[1].Value.Split(';')
            : [.. headers.Keys.Select(key => key.ToLowerInvariant())
                .Where(key => key == "host" || key.StartsWith("x-amz-", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        string signature = signer.Sign(
            recorded.Method, recorded.Path, query, headers, signed, headers.GetValueOrDefault("x-amz-content-sha256", ""));
        headers["Authorization"] =
            $"AWS4-HMAC-SHA256 Credential={signer.AccessKey}/{signer.Scope}, SignedHeaders={string.Join(';', signed)}, "
            + $"Signature={signature}";
        string text = Encoding.Latin1.GetString(body);
        return text.Contains("{signature}", StringComparison.Ordinal)
            ? Encoding.Latin1.GetBytes(Broken(signer.SignFrames(text, signature)))
            : body;
    }

    // The trailer of this recording has a signature of another content.
    private string Broken(string frames) =>
        name == "signed-chunks-bad-trailer-signature"
            ? Regex.Replace(frames, "(x-amz-trailer-signature:)(.)", match => match.Groups[1].Value
                + (match.Groups[2].Value == "0" ? '1' : '0'))
            : frames;

    private string Presigned(RecordedExchange recorded, string query, Dictionary<string, string> headers, S3Signer signer)
    {
        query = query.Replace("&X-Amz-Signature={signature}", "", StringComparison.Ordinal);
        string[] signed = Uri.UnescapeDataString(Regex.Match(query, "X-Amz-SignedHeaders=([^&]*)").Groups[1].Value).Split(';');
        return $"{query}&X-Amz-Signature={signer.Sign(recorded.Method, recorded.Path, query, headers, signed, "UNSIGNED-PAYLOAD")}";
    }

    private string PresignedOfOld(RecordedExchange recorded, string query, Dictionary<string, string> headers, bool isWronglySigned)
    {
        DateTimeOffset expires = TimeProvider.System.GetUtcNow().AddMinutes(IsExpired ? -10 : 10);
        query = Expires().Replace(query, $"Expires={expires.ToUnixTimeSeconds()}");
        CloudRequest request = CloudRequest.Of(
            recorded.Method, $"{recorded.Path}?{query}",
            new Microsoft.AspNetCore.Http.HeaderDictionary(headers.ToDictionary(
                header => header.Key, header => new Microsoft.Extensions.Primitives.StringValues(header.Value))),
            Stream.Null, default);
        string toSign = S3SignatureV2.StringToSign(request, isPresigned: true);
        string signature = S3SignatureV2.Sign(isWronglySigned ? "wrong" : emulator.SecretKey, toSign);
        return query.Replace("{signature}", Uri.EscapeDataString(signature), StringComparison.Ordinal);
    }

    private byte[] SignedForm(string body)
    {
        string policy = Convert.ToBase64String(Encoding.UTF8.GetBytes(
            "{\"expiration\":\"2100-01-01T00:00:00Z\",\"conditions\":[{\"bucket\":\"bkt\"},[\"starts-with\",\"$key\",\"\"]]}"));
        string signature = S3SignatureV2.Sign(emulator.SecretKey, policy);
        int at = body.IndexOf("{signature}", StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(body[..at] + policy
            + body[(at + "{signature}".Length)..].Replace("{signature}", signature, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\bExpires=[^&]*")]
    private static partial Regex Expires();

    [GeneratedRegex("SignedHeaders=([^,]*)")]
    private static partial Regex SignedHeaders();
}
