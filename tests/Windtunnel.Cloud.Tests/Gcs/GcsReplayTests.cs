using System.Text.Json;
using System.Text.RegularExpressions;
using Windtunnel.Cloud.Tests.Replay;
using Windtunnel.Testing;

namespace Windtunnel.Cloud.Tests.Gcs;

public sealed partial class GcsReplayTests
{
    public static TheoryData<string> Cases => [.. Conversations.Gcs.Names];

    public static TheoryData<string> NodeCases => [.. Conversations.GcsNode.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Conversation_Replayed_IsAnsweredAsGoogleDoes(string name)
    {
        await using GcsEmulator emulator = Emulator.Gcs();
        using RawClient client = new(emulator.Endpoint);
        Placeholders placeholders = New(client);
        foreach ((RecordedExchange recorded, Verdict? verdict) in Conversations.Gcs.Case(name).Exchanges())
        {
            DateTimeOffset signed = TimeProvider.System.GetUtcNow().AddDays(verdict?.Wants("ExpiredToken") == true ? -8 : 0);
            placeholders["goog-date"] = signed.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", null);
            placeholders["yyyymmdd"] = signed.UtcDateTime.ToString("yyyyMMdd", null);
            Answered answered = await SendAsync(client, recorded, placeholders, name);
            if (recorded.IsSetup)
                Assert.True(
                    answered.Status is >= 200 and < 300,
                    $"{recorded.Method} {recorded.Path} was answered {answered.Status} {answered.Text}.");
            Assert.True(
                verdict?.Allows(answered.Status, CodeOf(answered)) != false,
                $"{recorded.Method} {recorded.Path}?{recorded.Query} was answered {answered.Status} {answered.Text}; right is {verdict}.");
            if (recorded.Status == answered.Status && answered.Status < 300)
                RequireSameEffect(recorded, answered);
        }

        Assert.Empty(emulator.UnsupportedCalls);
    }

    [Theory]
    [MemberData(nameof(NodeCases))]
    public async Task NodeClient_Replayed_FindsWhatItFoundThen(string name)
    {
        await using GcsEmulator emulator = Emulator.Gcs();
        using RawClient client = new(emulator.Endpoint);
        Placeholders placeholders = New(client);
        foreach ((RecordedExchange recorded, _) in Conversations.GcsNode.Case(name).Exchanges())
        {
            Answered answered = await SendAsync(client, recorded, placeholders, name);
            // The recorded emulator answers 200 to a delete, and 400 to that of a bucket that is not empty.
            int right = recorded.Method == "DELETE"
                ? recorded.Status switch { 200 => 204, 400 => 409, var other => other } : recorded.Status;
            Assert.True(
                right == answered.Status,
                $"{recorded.Method} {recorded.Path}?{recorded.Query} was answered {answered.Status} {answered.Text}.");
            if (answered.Status < 300)
                RequireSameEffect(recorded, answered);
        }
    }

    private static Placeholders New(RawClient client) => new()
    {
        ["host"] = client.Authority,
        ["boundary-1"] = "one-boundary",
        ["boundary-2"] = "two-boundary",
        ["boundary-3"] = "three-boundary",
        ["signature"] = "00",
        ["goog-date"] = TimeProvider.System.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", null),
        ["yyyymmdd"] = TimeProvider.System.GetUtcNow().UtcDateTime.ToString("yyyyMMdd", null),
    };

    private static async Task<Answered> SendAsync(RawClient client, RecordedExchange recorded, Placeholders placeholders, string name)
    {
        byte[] body = GcsBodies.Of(recorded, placeholders, name);
        bool hasBody = body.Length > 0 || recorded.Method is "PUT" or "POST" or "PATCH";
        Answered answered = await client.SendAsync(
            recorded.Method,
            placeholders.Fill(recorded.Path),
            placeholders.Fill(recorded.Query),
            recorded.RequestHeaders.Select(header => (header.Name, placeholders.Fill(header.Value))),
            hasBody ? body : null,
            recorded.IsChunked);
        placeholders.Learn(recorded, answered);
        return answered;
    }

    private static void RequireSameEffect(RecordedExchange recorded, Answered answered)
    {
        if (recorded.ResponseText is not { Length: > 0 } text)
            return;
        if (!text.StartsWith('{'))
        {
            Assert.Equal(text, answered.Text);
            return;
        }

        JsonElement then = JsonDocument.Parse(text).RootElement, now = JsonDocument.Parse(answered.Text).RootElement;
        foreach (
            string field in new[] { "name", "size", "crc32c", "md5Hash", "contentType", "metageneration", "prefixes", "done", "location" })
        {
            // What is empty is left out, and a composed object has no MD5; the recorded emulator does neither.
            bool isToBeThere = then.TryGetProperty(field, out JsonElement expected) && expected.ToString() != "[]"
                && !(field == "md5Hash" && now.TryGetProperty("componentCount", out _));
            if (isToBeThere)
                Assert.Equal(expected.ToString(), now.TryGetProperty(field, out JsonElement actual) ? actual.ToString() : "");
        }

        Assert.Equal(Names(then), Names(now));
    }

    private static string[] Names(JsonElement page) => page.TryGetProperty("items", out JsonElement items)
        ? [.. items.EnumerateArray().Where(item => item.TryGetProperty("name", out _))
            .Select(item => item.GetProperty("name").GetString()!)]
        : [];

    private static string? CodeOf(Answered answered) => Reason().Match(answered.Text) is { Success: true } match
        ? match.Groups[1].Value + match.Groups[2].Value : null;

    [GeneratedRegex("\"reason\":\"([^\"]*)\"|<Code>([^<]*)</Code>")]
    private static partial Regex Reason();
}
