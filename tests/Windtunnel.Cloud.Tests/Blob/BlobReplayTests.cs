using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Windtunnel.Cloud.Tests.Replay;
using Windtunnel.Testing;
using Windtunnel.Testing.Cloud;
using Windtunnel.Testing.Cloud.Blob;

namespace Windtunnel.Cloud.Tests.Blob;

public sealed class BlobReplayTests
{
    public static TheoryData<string> Cases => [.. Conversations.Blob.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Conversation_Replayed_IsAnsweredAsAzureDoes(string name)
    {
        FakeTimeProvider time = new(TimeProvider.System.GetUtcNow());
        await using BlobEmulator emulator = Emulator.AzureBlob().WithTime(time);
        using RawClient client = new(emulator.Endpoint);
        BlobReplay replay = new(name, emulator, client);
        foreach ((RecordedExchange recorded, Verdict? verdict) in Conversations.Blob.Case(name).Exchanges())
        {
            Answered answered = await replay.SendAsync(recorded, verdict);
            if (recorded.IsSetup)
                Assert.True(answered.Status is >= 200 and < 300, $"{recorded.Method} {recorded.Path} was answered {answered.Text}.");
            Assert.True(
                verdict?.Allows(answered.Status, answered.Header("x-ms-error-code")) != false,
                $"{recorded.Method} {recorded.Path}?{recorded.Query} was answered {answered.Status} {answered.Text}; right is {verdict}.");
            if (recorded.Status == answered.Status && answered.Status < 300)
                RequireSameEffect(recorded, answered);
        }
    }

    private static void RequireSameEffect(RecordedExchange recorded, Answered answered)
    {
        string[] headers =
        [
            "Content-Range", "Content-MD5", "Content-Type", "x-ms-blob-type", "x-ms-lease-state", "x-ms-lease-time", "x-ms-access-tier",
            "x-ms-blob-append-offset", "x-ms-blob-committed-block-count", "x-ms-blob-sequence-number", "x-ms-tag-count", "x-ms-copy-status",
        ];
        foreach (string header in headers)
            Assert.Equal(recorded.ResponseHeader(header), answered.Header(header));
        if (recorded.ResponseText is not { Length: > 0 } text || recorded.Method != "GET")
            return;
        if (!text.StartsWith("<?xml", StringComparison.Ordinal))
        {
            Assert.Equal(text, answered.Text);
            return;
        }

        foreach (string element in new[] { "Name", "BlobPrefix", "Size", "Start", "End", "Content-Length", "BlobType", "Key", "Value" })
        {
            string[] Values(string xml) =>
                [.. Regex.Matches(xml, $"<{element}>([^{{<]*)</{element}>").Select(match => match.Groups[1].Value)];
            string[] expected = Values(text);
            // Uncommitted blocks come in the order of their ids, which the recorded emulator does not keep.
            if (!text.Contains("{marker", StringComparison.Ordinal) && !text.Contains("<UncommittedBlocks><", StringComparison.Ordinal))
                Assert.Equal(expected, Values(answered.Text));
        }
    }
}

/// <summary>Sends the requests of one case with signatures of today.</summary>
internal sealed partial class BlobReplay(string name, BlobEmulator emulator, RawClient client)
{
    private const string WrongKey = "d3Jvbmc=";
    private readonly Placeholders _placeholders = new();

    public async Task<Answered> SendAsync(RecordedExchange recorded, Verdict? verdict)
    {
        bool isRefused = verdict?.Wants("AuthenticationFailed") == true;
        DateTimeOffset now = emulator.Clock.Now;
        _placeholders["host"] = client.Authority;
        // The marker of a page was the name of a container that the case made itself.
        if (name == "container-list-prefix-paged")
            _placeholders["marker-1"] = "aa2";
        string path = Fill(recorded.Path);
        // What starts started an hour ago, and ends in an hour, unless the case is about what is over or to come.
        string Fill(string text) => Dates().Replace(_placeholders.Fill(text), match =>
        {
            bool isStart = match.Groups[1].Length > 0;
            int hours = isStart ? (name.Contains("not-yet", StringComparison.Ordinal) ? 1 : -1)
                : name.Contains("expired", StringComparison.Ordinal) ? -1 : 2;
            return match.Groups[1].Value + now.AddHours(hours).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null);
        });
        string query = Fill(recorded.Query);
        byte[] body = recorded.Body is { ValueKind: JsonValueKind.String } text
            ? Encoding.UTF8.GetBytes(Fill(text.GetString()!)) : RecordedBody.Of(recorded.Body, _placeholders, name);
        HeaderDictionary headers = new();
        foreach ((string header, string value) in recorded.RequestHeaders)
            headers[header] = header == "x-ms-date" ? now.UtcDateTime.ToString("R", null) : Fill(value);
        headers.TryAdd("x-ms-date", now.UtcDateTime.ToString("R", null));
        headers["Host"] = client.Authority;
        if (!recorded.IsChunked)
            headers["Content-Length"] = body.Length.ToString(CultureInfo.InvariantCulture);
        if (headers["x-ms-copy-source"].ToString() is { Length: > 0 } source && source.Contains("{signature}", StringComparison.Ordinal))
            headers["x-ms-copy-source"] = WithSas(source[source.IndexOf("/devstore", StringComparison.Ordinal)..].Split('?')[0], source);
        if (query.Contains("sig={signature}", StringComparison.Ordinal))
            query = WithSas(path, query);
        bool isSigned = headers["Authorization"].ToString().Contains("{signature}", StringComparison.Ordinal)
            || (recorded.IsSetup && !query.Contains("sig=", StringComparison.Ordinal));
        if (isSigned)
        {
            headers.Remove("Authorization");
            CloudRequest request = CloudRequest.Of(recorded.Method, $"{path}?{query}", headers, Stream.Null, default);
            string key = isRefused ? WrongKey : emulator.AccountKey;
            string signature = BlobAuthorization.Sign(key, BlobAuthorization.StringToSign(request, emulator.AccountName));
            headers["Authorization"] = $"SharedKey {emulator.AccountName}:{signature}";
        }

        bool hasBody = body.Length > 0 || recorded.Method is "PUT" or "POST";
        Answered answered = await client.SendAsync(
            recorded.Method, path, query, headers.Select(header => (header.Key, header.Value.ToString())), hasBody
                ? body : null, recorded.IsChunked);
        _placeholders.Learn(recorded, answered);
        if (answered.Header("Last-Modified") is { } modified)
            _placeholders["http-date"] = modified;
        return answered;
    }

    private string WithSas(string path, string text)
    {
        string query = text.Contains('?', StringComparison.Ordinal) ? text[(text.IndexOf('?', StringComparison.Ordinal) + 1)..] : text;
        CloudRequest request = CloudRequest.Of("GET", $"{path}?{query}", new HeaderDictionary(), Stream.Null, default);
        string[] parts = PercentEncoding.Decode(path)[1..].Split('/', 3);
        BlobCall call = new(new("GetBlob", parts[1], parts.Length > 2 ? parts[2] : null), request, emulator);
        string signature = BlobAuthorization.Sign(emulator.AccountKey, BlobSas.StringToSign(call));
        return text.Replace("{signature}", Uri.EscapeDataString(signature), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"((?:\bst=|<Start>)?)\{iso-date[^}]*\}")]
    private static partial Regex Dates();
}
