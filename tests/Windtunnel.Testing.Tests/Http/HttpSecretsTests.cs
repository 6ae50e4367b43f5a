using System.Text;

namespace Windtunnel.Testing.Tests.Http;

/// <summary>Each row says at one place only what is secret; it must be masked at every other.</summary>
public sealed class HttpSecretsTests
{
    private const string Canary = "canary-4be02";

    public static TheoryData<string, StubRequest, StubResponse?> Places => new()
    {
        { "header", Request("/", ("X-Api-Key", Canary)), null },
        { "bearer", Request("/", ("Authorization", $"Bearer {Canary}")), null },
        { "basic", Request("/", ("Authorization", $"Basic {Base64($"ann:{Canary}")}")), null },
        { "cookie", Request("/", ("Cookie", $"theme=dark; sid={Canary}")), null },
        { "query", Request($"/?access_token={Canary}"), null },
        { "form", Request("/", "pwd=" + Canary, "application/x-www-form-urlencoded"), null },
        { "json", Request("/", """{"login":{"password":["canary-4be02"]}}""", "application/json"), null },
        { "json by custom", Request("/", $$"""{"pwd":"{{Canary}}"}""", "application/json"), null },
        { "set cookie", Request("/"), new StubResponse().WithHeader("Set-Cookie", $"sid={Canary}; Path=/") },
        { "answered json", Request("/"), StubResponse.JsonText($$"""[{"token":"{{Canary}}"}]""") },
        { "answered header", Request("/"), new StubResponse().WithHeader("X-Auth", Canary) },
    };

    [Theory]
    [MemberData(nameof(Places))]
    public void Secret_SeenAtOnePlace_IsMaskedAtEveryOther(string place, StubRequest request, StubResponse? response)
    {
        var secrets = new HttpSecrets();
        secrets.Learn(request);
        if (response is not null)
        {
            secrets.Learn(response);
        }

        Assert.Equal((place, "/a/***?b=***"), (place, secrets.Mask($"/a/{Canary}?b={Canary}")));
    }

    [Fact]
    public void Base64_OfLoginAndPassword_IsMaskedAsOne()
    {
        var secrets = new HttpSecrets();
        secrets.Learn(Request("/", ("Authorization", $"Basic {Base64("ann:x")}")));
        Assert.Equal("*** and ***", secrets.Mask($"{Base64("ann:x")} and ann:x"));
    }

    [Fact]
    public void Field_OfASecretName_IsMaskedHoweverShort()
    {
        var secrets = new HttpSecrets();
        Assert.Equal("***", secrets.MaskField("X-Api-Key", "1"));
        Assert.Equal("a=1&pwd=***", secrets.MaskBody("a=1&pwd=2", "application/x-www-form-urlencoded; charset=utf-8"));
        Assert.Equal("a=1&pwd=2", secrets.MaskBody("a=1&pwd=2", "text/plain"));
    }

    [Fact]
    public void Key_OfAnObject_IsNoSecret()
    {
        var secrets = new HttpSecrets();
        secrets.Learn(Request("/", """{"key":"arrivals/monday"}""", "application/json"));
        Assert.Equal("arrivals/monday", secrets.Mask("arrivals/monday"));
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static StubRequest Request(string target, params (string Name, string Value)[] headers) =>
        new("GET", target, headers.Select(header => KeyValuePair.Create(header.Name, header.Value)), default);

    private static StubRequest Request(string target, string body, string type) =>
        new("POST", target, [KeyValuePair.Create("Content-Type", type)], Encoding.UTF8.GetBytes(body));
}
