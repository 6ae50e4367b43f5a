using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Windtunnel.Testing.Tests.Http;

public sealed class OpenApiStubTests : IAsyncDisposable
{
    private const string Canary = "canary-0c11d";

    private const string Flights =
        """
        openapi: 3.0.3
        info: { title: Flights, version: "1" }
        servers: [{ url: https://api.example.com/v1/ }]
        paths:
          /flights/{flight-id}:
            parameters:
              - { name: flight-id, in: path, schema: { type: string, minLength: 3 } }
            get:
              parameters:
                - { name: limit, in: query, required: true, schema: { type: integer, minimum: 1, maximum: 9 } }
                - { name: tag, in: query, schema: { type: array, maxItems: 2, items: { type: string } } }
                - { name: X-Trace, in: header, schema: { type: boolean } }
              responses:
                "200":
                  description: one
                  headers: { X-Left: { schema: { type: integer, example: 7 } } }
                  content: { application/json: { schema: { $ref: "#/components/schemas/Flight" } } }
                "404":
                  description: none
                  content: { application/problem+json: { example: { title: No such flight. } } }
          /flights:
            post:
              security: [{ key: [] }, { bearer: [] }]
              requestBody:
                required: true
                content: { application/json: { schema: { $ref: "#/components/schemas/Flight" } } }
              responses:
                "201":
                  description: made
                  content: { application/json: { examples: { one: { value: { id: AS1, password: x } } } } }
        components:
          securitySchemes:
            key: { type: apiKey, in: header, name: X-Api-Key }
            bearer: { type: http, scheme: bearer }
          schemas:
            Flight:
              type: object
              required: [id, delay, leg]
              additionalProperties: false
              properties:
                id: { type: string, minLength: 3, maxLength: 8 }
                delay: { type: number, minimum: 0, exclusiveMinimum: true, maximum: 10 }
                on: { type: string, format: date }
                gate: { type: string, nullable: true, enum: [A, B] }
                password: { type: string, minLength: 30 }
                stops: { type: array, uniqueItems: true, minItems: 2, items: { type: integer, minimum: 1, maximum: 3 } }
                leg: { $ref: "#/components/schemas/Leg" }
                next: { $ref: "#/components/schemas/Flight" }
            Leg:
              allOf:
                - { type: object, required: [from], properties: { from: { type: string, example: PHX } } }
                - { type: object, properties: { miles: { type: integer, multipleOf: 5, minimum: 11 } } }
        """;

    private readonly TempDirectory _folder = new TempDirectory().With("flights.yaml", Flights);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answer_WithoutAnExample_IsMadeForItsSchemaAndTheSameForTheSameSeed()
    {
        string first = await AnswerAsync(seed: 1);
        JsonNode flight = JsonNode.Parse(first)!;

        Assert.InRange((decimal)flight["delay"]!, 0.1m, 10m);
        Assert.Equal("PHX", (string?)flight["leg"]!["from"]);
        Assert.Equal(0, (int)flight["leg"]!["miles"]! % 5);
        Assert.Equal(2, flight["stops"]!.AsArray().Select(stop => (int)stop!).Distinct().Count());
        Assert.Matches("^2026-", (string?)flight["on"]);
        Assert.True(((string)flight["password"]!).Length >= 30);
        Assert.Equal(first, await AnswerAsync(seed: 1));
        Assert.NotEqual(first, await AnswerAsync(seed: 2));
    }

    [Fact]
    public async Task Answer_WithAnExample_IsThatExample()
    {
        await using HttpStub stub = Stub.OpenApi(_folder.PathOf("flights.yaml")).WithoutSockets();
        using HttpClient client = stub.Client();
        client.DefaultRequestHeaders.Add("Authorization", $"Bearer {Canary}");

        using HttpResponseMessage made = await client.PostAsync("/flights", Json("""{"id":"AS1","delay":1,"leg":{"from":"LAX"}}"""),
            Cancellation);
        using var wanted = new HttpRequestMessage(HttpMethod.Get, "/v1/flights/AS1?limit=2") { Headers = { { "Prefer", "code=404" } } };
        using HttpResponseMessage missing = await client.SendAsync(wanted, Cancellation);

        Assert.Equal((201, """{"id":"AS1","password":"x"}"""), ((int)made.StatusCode, await made.Content.ReadAsStringAsync(Cancellation)));
        Assert.Equal((404, """{"title":"No such flight."}"""), ((int)missing.StatusCode,
            await missing.Content.ReadAsStringAsync(Cancellation)));
        stub.Verify();
    }

    [Theory]
    [InlineData("/flights/AS1", "query parameter 'limit' is missing.")]
    [InlineData("/flights/AS1?limit=10", "query parameter 'limit' is 10; allowed is at most 9.")]
    [InlineData("/flights/AS1?limit=x", "query parameter 'limit' is \"x\", of type string; allowed is integer.")]
    [InlineData("/flights/AS?limit=1", "path parameter 'flight-id' ")]
    [InlineData("/flights/AS1?limit=1&tag=a&tag=b&tag=c", "query parameter 'tag' has 3 items; allowed are at most 2.")]
    public async Task Request_WithAParameterTheContractDoesNotAllow_IsRefusedWithTheReason(string target, string reason) =>
        await RefusedAsync(400, reason, client => client.GetAsync(new Uri(target, UriKind.Relative), Cancellation));

    [Theory]
    [InlineData("", "the body is missing.")]
    [InlineData("{", "the body is not JSON.")]
    [InlineData("""{"id":"AS1","delay":0,"leg":{"from":"A"}}""", "body at $.delay is 0; allowed is more than 0.")]
    [InlineData("""{"id":"AS1","delay":1}""", "body lacks the property 'leg'.")]
    [InlineData("""{"id":"AS1","delay":1,"leg":{"from":"A","miles":7}}""", "body at $.leg.miles is 7; allowed is")]
    [InlineData("""{"id":"AS1","delay":1,"leg":{"from":"A"},"more":1}""", "body at $.more is not allowed.")]
    [InlineData("""{"id":"AS1","delay":1,"leg":{"from":"A"},"password":"canary-0c11d"}""", "body at $.password ")]
    public async Task Request_WithABodyTheContractDoesNotAllow_IsRefusedWithTheReason(string body, string reason) =>
        await RefusedAsync(400, reason, client => client.PostAsync(
            "/flights", body.Length == 0 ? new ByteArrayContent([]) : Json(body), Cancellation), "X-Api-Key");

    [Fact]
    public async Task Request_OfAnotherMediaType_IsRefused() => await RefusedAsync(
        400, "the body is of type 'text/plain'; allowed is 'application/json'.",
        client => client.PostAsync("/flights", new StringContent("x"), Cancellation), "X-Api-Key");

    [Fact]
    public async Task Request_WithoutACredential_IsRefused() => await RefusedAsync(
        401, "the request carries no credential of 'key' or 'bearer'.", client => client.PostAsync("/flights", Json("{}"), Cancellation));

    [Fact]
    public async Task Gate_ThatMayBeNull_AcceptsNull()
    {
        await using HttpStub stub = Stub.OpenApi(_folder.PathOf("flights.yaml")).WithoutSockets();
        using HttpClient client = stub.Client();
        client.DefaultRequestHeaders.Add("X-Api-Key", "k");
        using HttpResponseMessage made = await client.PostAsync(
            "/flights", Json("""{"id":"AS1","delay":1,"gate":null,"leg":{"from":"LAX"}}"""), Cancellation);
        Assert.Equal(201, (int)made.StatusCode);
    }

    [Fact]
    public async Task Rule_OfTheTest_GoesBeforeTheContract()
    {
        await using HttpStub stub = Stub.OpenApi(_folder.PathOf("flights.yaml"), s => s.Get("/flights/AS1").Fails(503)).WithoutSockets();
        using HttpClient client = stub.Client();
        using HttpResponseMessage failed = await client.GetAsync(new Uri("/flights/AS1", UriKind.Relative), Cancellation);
        Assert.Equal(503, (int)failed.StatusCode);
        stub.Verify();
    }

    [Fact]
    public async Task Call_ThatTheContractDoesNotKnow_IsAFinding()
    {
        await using HttpStub stub = Stub.OpenApi(_folder.PathOf("flights.yaml")).WithoutSockets();
        using HttpClient client = stub.Client();
        using HttpResponseMessage answer = await client.DeleteAsync(new Uri("/flights", UriKind.Relative), Cancellation);
        Assert.Contains("method: expected POST, found DELETE.", Failure.Of(stub.Verify), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "it is not JSON at line 1, byte 2")]
    [InlineData("a: [", "it is neither JSON nor YAML at line ")]
    [InlineData("swagger: '2.0'", "it does not say \"openapi\"")]
    [InlineData("openapi: 2.9.0", "it is of version '2.9.0'; 3.0 and 3.1 can be read")]
    [InlineData("openapi: 3.1.0", "it has no object \"paths\"")]
    [InlineData("openapi: 3.1.0\npaths: { /a: { get: {} } }", "GET /a has no responses")]
    [InlineData("openapi: 3.1.0\npaths: { /a: { $ref: '#/x/y' } }", "the $ref '#/x/y' at /a leads nowhere")]
    [InlineData("openapi: 3.1.0\npaths: { /a: { $ref: 'other.yaml' } }",
        "the $ref 'other.yaml' in 'bad.yaml' leads to the file 'other.yaml', which is")]
    [InlineData("openapi: 3.1.0\npaths: { /a: { $ref: '#/paths/~1a' } }", "the $ref '#/paths/~1a' at /a refers to itself")]
    [InlineData("openapi: 3.1.0\npaths: { /a: { get: { responses: {}, parameters: [{ name: x }] } } }", "a parameter of GET /a lacks")]
    public void OpenApi_ADocumentThatIsNone_SaysWhereAndWhy(string text, string reason)
    {
        string file = _folder.With("bad.yaml", text).PathOf("bad.yaml");
        Assert.StartsWith(
            $"The OpenAPI document 'bad.yaml' cannot be read: {reason}",
            Assert.Throws<FormatException>(() => Stub.OpenApi(file)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ type: string, pattern: '^(?=x)y' }", "Give or mend an example")]
    [InlineData("{ type: integer, minimum: 5, maximum: 4 }", "Give or mend an example")]
    [InlineData("{ type: nonsense }", "cannot be read")]
    public async Task Answer_ThatCannotBeMadeValid_IsAFindingAndNotAWrongAnswer(string schema, string reason)
    {
        _folder.With("odd.yaml", "openapi: 3.1.0\npaths: { /a: { get: { responses: { '200': { content: "
            + $"{{ application/json: {{ schema: {schema} }} }} }} }} }} }} }}");
        await using HttpStub stub = Stub.OpenApi(_folder.PathOf("odd.yaml")).WithoutSockets();
        using HttpClient client = stub.Client();

        using HttpResponseMessage answer = await client.GetAsync(new Uri("/a", UriKind.Relative), Cancellation);

        Assert.Equal(500, (int)answer.StatusCode);
        Assert.Contains(reason, Failure.Of(stub.Verify), StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync() => await _folder.DisposeAsync();

    private static StringContent Json(string text) => new(text, System.Text.Encoding.UTF8, "application/json");

    private async Task<string> AnswerAsync(int seed)
    {
        await using HttpStub stub = Stub.OpenApi(_folder.PathOf("flights.yaml"), seed: seed).WithoutSockets();
        using HttpClient client = stub.Client();
        using HttpResponseMessage answer = await client.GetAsync(new Uri("/flights/AS1?limit=2&tag=a", UriKind.Relative), Cancellation);
        Assert.Equal("7", answer.Headers.GetValues("X-Left").Single());
        string text = await answer.Content.ReadAsStringAsync(Cancellation);
        stub.Verify();
        return text;
    }

    private async Task RefusedAsync(int status, string reason, Func<HttpClient, Task<HttpResponseMessage>> ask, string? key = null)
    {
        await using HttpStub stub = Stub.OpenApi(_folder.PathOf("flights.yaml")).WithoutSockets();
        using HttpClient client = stub.Client();
        if (key is not null)
        {
            client.DefaultRequestHeaders.Add(key, Canary);
        }

        using HttpResponseMessage answer = await ask(client);
        JsonElement problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        string finding = Failure.Of(stub.Verify);

        Assert.Equal((status, "application/problem+json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains($"breaks the contract 'flights.yaml': {reason}", problem.GetProperty("detail").GetString(),
            StringComparison.Ordinal);
        Assert.Contains(problem.GetProperty("detail").GetString()!, finding, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, finding, StringComparison.Ordinal);
    }
}
