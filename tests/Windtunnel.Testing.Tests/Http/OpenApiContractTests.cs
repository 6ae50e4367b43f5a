using System.Text.Json;
using System.Text.Json.Nodes;

namespace Windtunnel.Testing.Tests.Http;

/// <summary>What contracts can say, each with a request or answer that keeps it and one that does not.</summary>
public sealed class OpenApiContractTests : IAsyncDisposable
{
    private const string Schemas =
        """
          schemas:
            Order:
              type: object
              required: [id, total, secret]
              properties:
                id: { type: integer, readOnly: true }
                total: { type: number }
                secret: { type: string, writeOnly: true, example: s3cret }
            Pet:
              oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }]
              discriminator: { propertyName: kind, mapping: { cat: '#/components/schemas/Cat' } }
            Cat: { type: object, required: [kind], properties: { kind: { type: string }, lives: { type: integer, maximum: 9 } } }
            Dog: { type: object, required: [kind], properties: { kind: { type: string }, lives: { type: string } } }
        """;

    private readonly TempDirectory _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string, string> Parameters => new()
    {
        {
            "deepObject", "schema: { type: object, required: [min], properties: { min: { type: integer } } }, style: deepObject",
            "p[min]=3", "p[min]=x"
        },
        { "deepObject lacks", "schema: { type: object, required: [min] }, style: deepObject, required: true", "p[min]=3", "q[min]=3" },
        { "exploded object", "schema: { type: object, properties: { r: { type: integer }, g: { type: integer } } }", "r=1&g=2", "r=1&g=x" },
        { "object", "explode: false, schema: { type: object, properties: { r: { type: integer } } }", "p=r,1", "p=r,x" },
        { "list", "explode: false, schema: { type: array, items: { type: integer } }", "p=1,2", "p=1,x" },
        { "exploded list", "schema: { type: array, maxItems: 2, items: { type: integer } }", "p=1&p=2", "p=1&p=2&p=3" },
        { "pipes", "style: pipeDelimited, explode: false, schema: { type: array, items: { type: integer } }", "p=1|2", "p=1|x" },
        {
            "spaces", "style: spaceDelimited, explode: false, schema: { type: array, minItems: 2, items: { type: string } }",
            "p=a%20b", "p=ab"
        },
        { "json", "content: { application/json: { schema: { type: object, required: [a] } } }", "p={\"a\":1}", "p={\"b\":1}" },
        { "pattern", "schema: { type: string, pattern: '^[A-Z]{2}$' }", "p=LA", "p=LAX" },
        { "date-time", "schema: { type: string, format: date-time }", "p=2026-01-01T03:00:00Z", "p=2026-01-01" },
        { "uuid", "schema: { type: string, format: uuid }", "p=123e4567-e89b-12d3-a456-426614174000", "p=123" },
        { "int32", "schema: { type: integer, format: int32 }", "p=2147483647", "p=2147483648" },
        { "number as text", "schema: { type: string }", "p=12", "q=12&p" },
        { "flag", "schema: { type: boolean }", "p=true", "p=yes" },
        { "choice of numbers", "schema: { enum: [1, 2] }", "p=1", "p=3" },
        { "exclusive", "schema: { type: number, maximum: 3, exclusiveMaximum: true }", "p=2.9", "p=3" },
        { "not", "schema: { type: string, not: { enum: [x] } }", "p=y", "p=x" },
        { "anyOf", "schema: { anyOf: [{ type: integer, minimum: 5 }, { enum: [none] }] }", "p=none", "p=some" },
        { "allOf", "schema: { allOf: [{ type: integer }, { minimum: 5 }] }", "p=5", "p=4" },
    };

    [Theory]
    [MemberData(nameof(Parameters))]
    public async Task Parameter_OfAStyleAndSchema_IsReadAndChecked(string what, string parameter, string allowed, string refused)
    {
        await using HttpStub stub = Contract(
            $"paths: {{ /a: {{ get: {{ parameters: [{{ name: p, in: query, {parameter} }}], {Ok} }} }} }}");
        bool mustRefuse = !(what is "number as text");

        Assert.Equal((what, 200), (what, await StatusAsync(stub, "GET", $"/a?{allowed}")));
        Assert.Equal((what, mustRefuse ? 400 : 200), (what, await StatusAsync(stub, "GET", $"/a?{refused}")));
    }

    [Theory]
    [InlineData("simple, schema: { type: array, items: { type: integer } }", "/a/1,2", "/a/1,x")]
    [InlineData("simple, explode: true, schema: { type: object, properties: { r: { type: integer } } }", "/a/r=1,g=2", "/a/r=x")]
    public async Task Parameter_OfAPath_IsReadByItsStyle(string style, string allowed, string refused)
    {
        await using HttpStub stub = Contract(
            $"paths: {{ '/a/{{p}}': {{ get: {{ parameters: [{{ name: p, in: path, required: true, style: {style} }}], {Ok} }} }} }}");
        Assert.Equal((200, 400), (await StatusAsync(stub, "GET", allowed), await StatusAsync(stub, "GET", refused)));
    }

    [Fact]
    public void Parameter_OfAStyleThatIsNotSupported_IsRefusedWhenTheDocumentIsRead() => Assert.Contains(
        "the parameter 'p' of GET /a has the style 'matrix', which is not supported",
        Assert.Throws<FormatException>(() => Contract(
            $"paths: {{ /a: {{ get: {{ parameters: [{{ name: p, in: path, style: matrix }}], {Ok} }} }} }}")).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("apiKey, in: query, name: k", "/a?k=1", "/a", "", "")]
    [InlineData("apiKey, in: cookie, name: k", "/a", "/a", "Cookie: k=1", "Cookie: j=1")]
    [InlineData("apiKey, in: header, name: K", "/a", "/a", "K: 1", "L: 1")]
    [InlineData("http, scheme: basic", "/a", "/a", "Authorization: Basic YTpi", "Authorization: Bearer YTpi")]
    [InlineData("oauth2", "/a", "/a", "Authorization: Bearer x", "Authorization: Basic x")]
    public async Task Credential_OfAScheme_IsAskedFor(string scheme, string target, string otherTarget, string header, string otherHeader)
    {
        await using HttpStub stub = Contract(
            $"security: [{{ s: [] }}]\npaths: {{ /a: {{ get: {{ {Ok} }} }} }}\n"
            + $"components: {{ securitySchemes: {{ s: {{ type: {scheme} }} }} }}");
        Assert.Equal(200, await StatusAsync(stub, "GET", target, header: header));
        Assert.Equal(401, await StatusAsync(stub, "GET", otherTarget, header: otherHeader));
    }

    [Theory]
    [InlineData("3.0.3", "application/x-www-form-urlencoded", "{ type: object, required: [n], properties: { n: { type: integer } } }",
        "n=1", "n=x")]
    [InlineData("3.0.3", "text/plain", "{ type: string, maxLength: 2 }", "ab", "abc")]
    [InlineData("3.0.3", "application/json", "{ type: string, nullable: true }", "null", "1")]
    [InlineData("3.0.3", "application/json", "{ nullable: true, allOf: [{ $ref: '#/components/schemas/Cat' }] }", "null", "1")]
    [InlineData("3.1.0", "application/json", "{ type: [string, 'null'] }", "null", "1")]
    [InlineData("3.1.0", "application/json", "{ $ref: '#/components/schemas/Cat', required: [lives] }", """{"kind":"x","lives":1}""",
        """{"kind":"x"}""")]
    [InlineData("3.0.3", "application/json", "{ $ref: '#/components/schemas/Order' }", """{"total":1,"secret":"x"}""", """{"total":1}""")]
    [InlineData("3.0.3", "application/json", "{ $ref: '#/components/schemas/Pet' }", """{"kind":"cat","lives":9}""",
        """{"kind":"cat","lives":"nine"}""")]
    [InlineData("3.0.3", "application/json", "{ $ref: '#/components/schemas/Pet' }", """{"kind":"Dog","lives":"1"}""",
        """{"kind":"dog"}""")]
    [InlineData("3.0.3", "application/json", "{ $ref: '#/paths/~1a/post/x-schema' }", "1", "\"1\"")]
    public async Task Body_OfASchema_IsChecked(string version, string type, string schema, string allowed, string refused)
    {
        await using HttpStub stub = Contract(
            $"paths: {{ /a: {{ post: {{ x-schema: {{ type: integer }}, {Ok}, "
            + $"requestBody: {{ content: {{ {type}: {{ schema: {schema} }} }} }} }} }} }}\ncomponents:\n{Schemas}", version);
        Assert.Equal(200, await StatusAsync(stub, "POST", "/a", allowed, type));
        Assert.Equal(400, await StatusAsync(stub, "POST", "/a", refused, type));
    }

    [Fact]
    public async Task Answer_OfASchemaWithSecretsForTheServer_LeavesThemOut()
    {
        await using HttpStub stub = Answering("{ $ref: '#/components/schemas/Order' }", $"components:\n{Schemas}");
        JsonNode order = await AnswerAsync(stub);
        Assert.NotNull(order["id"]);
        Assert.Null(order["secret"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Answer_WithADiscriminator_SaysWhichOfTheChoicesItIs(int seed)
    {
        await using HttpStub stub = Answering("{ $ref: '#/components/schemas/Pet' }", $"components:\n{Schemas}", seed);
        JsonNode pet = await AnswerAsync(stub);
        Assert.Equal(
            pet["lives"] is JsonValue lives && lives.GetValueKind() == JsonValueKind.String ? "Dog" : "cat", (string?)pet["kind"]);
    }

    [Theory]
    [InlineData("^[0-9]{4}$")]
    [InlineData(@"^\d{3}-[a-f]+(x|yz)?$")]
    [InlineData(@"^(?:[A-Z]{2}\.){2,3}[^a-z\s]$")]
    [InlineData(@"^(?<year>\d+)/\p{Lu}+$")]
    [InlineData(@"^[\w.-]+@\w+\.(com|org)$")]
    public async Task Answer_OfAPattern_MatchesIt(string pattern)
    {
        for (int seed = 0; seed < 20; seed++)
        {
            await using HttpStub stub = Answering($"{{ type: string, pattern: '{pattern}' }}", seed: seed);
            Assert.Matches(pattern, (string?)await AnswerAsync(stub));
        }
    }

    [Fact]
    public async Task Document_OfSeveralFiles_IsReadAsOne()
    {
        _folder.With("parts/order.yaml", "Order: { type: object, required: [total], properties: { "
            + "total: { $ref: 'types/money.json#/Money' }, next: { $ref: '#/Order' } } }");
        _folder.With("parts/types/money.json", """{ "Money": { "type": "integer", "minimum": 7, "maximum": 7 } }""");
        _folder.With("paths.yaml", "orders: { get: { responses: { '200': { content: { application/json: { schema: "
            + "{ $ref: 'parts/order.yaml#/Order' } } } } } } }");
        await using HttpStub stub = Contract("paths: { /a: { $ref: './paths.yaml#/orders' } }");
        Assert.Equal(7, (int)(await AnswerAsync(stub))["total"]!);
    }

    [Theory]
    [InlineData("https://example.com/a.yaml", "the $ref 'https://example.com/a.yaml' in 'contract.yaml' leads to the network.")]
    [InlineData("../a.yaml", "the $ref '../a.yaml' in 'contract.yaml' leads out of its folder.")]
    [InlineData("/etc/passwd", "the $ref '/etc/passwd' in 'contract.yaml' leads out of its folder.")]
    [InlineData("b/..%2f../a.yaml", "leads out of its folder.")]
    [InlineData("link.yaml", "leads to the symbolic link 'link.yaml'.")]
    [InlineData("broken.yaml", "The OpenAPI document 'broken.yaml' cannot be read: it is neither JSON nor YAML")]
    public void Document_ThatRefersElsewhere_IsRefused(string reference, string reason)
    {
        _folder.With("broken.yaml", "a: [");
        File.CreateSymbolicLink(_folder.PathOf("link.yaml"), "/etc/hostname");
        var refused = Assert.Throws<FormatException>(() => Contract($"paths: {{ /a: {{ $ref: '{reference}' }} }}"));
        Assert.Contains(reason.TrimEnd('.'), refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: &a [x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b]\n"
        + "d: &d [*c, *c, *c, *c, *c, *c, *c, *c]\ne: &e [*d, *d, *d, *d, *d, *d, *d, *d]\nf: &f [*e, *e, *e, *e, *e, *e, *e, *e]\n"
        + "g: &g [*f, *f, *f, *f, *f, *f, *f, *f]\nh: [*g, *g, *g, *g, *g, *g, *g, *g]\n")]
    [InlineData("? [1, 2]\n: x\n")]
    public void Document_ThatIsHostileYaml_IsRefusedWithThePlace(string yaml) => Assert.Contains(
        "it is neither JSON nor YAML at line", Assert.Throws<FormatException>(() => Contract(yaml)).Message, StringComparison.Ordinal);

    [Fact]
    public void Document_NestedWithoutEnd_IsRefused() => Assert.Contains(
        "cannot be read: it is neither JSON nor YAML at line",
        Assert.Throws<FormatException>(() => Contract($"x: {new string('[', 70)}{new string(']', 70)}")).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Answer_MadeForAnySchema_IsAllowedByIt()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            var made = new RandomSchema(new Random(seed));
            string contract = new JsonObject
            {
                ["openapi"] = seed % 2 == 0 ? "3.1.0" : "3.0.3",
                ["paths"] = JsonNode.Parse(Path.Replace("SCHEMA", made.Next(0), StringComparison.Ordinal)),
                ["components"] = new JsonObject { ["schemas"] = new JsonObject { ["Tree"] = JsonNode.Parse(RandomSchema.Tree) } },
            }.ToJsonString();
            await using HttpStub stub = Stub.OpenApi(_folder.With("any.json", contract).PathOf("any.json"), seed: seed).WithoutSockets();
            using HttpClient client = stub.Client();
            using HttpResponseMessage answer = await client.GetAsync(new Uri("/a", UriKind.Relative), Cancellation);
            Assert.True((int)answer.StatusCode == 200, $"{seed}: {contract}\n{await answer.Content.ReadAsStringAsync(Cancellation)}");
        }
    }

    public async ValueTask DisposeAsync() => await _folder.DisposeAsync();

    private const string Ok = "responses: { '200': {} }";
    private const string Path = """{"/a":{"get":{"responses":{"200":{"content":{"application/json":{"schema":SCHEMA}}}}}}}""";

    private HttpStub Contract(string text, string version = "3.0.3", int seed = 0) => Stub.OpenApi(
        _folder.With("contract.yaml", $"openapi: {version}\n{text}").PathOf("contract.yaml"), seed: seed).WithoutSockets();

    private HttpStub Answering(string schema, string more = "", int seed = 0) => Contract(
        $"paths: {{ /a: {{ get: {{ responses: {{ '200': {{ content: {{ application/json: {{ schema: {schema} }} }} }} }} }} }} }}\n{more}",
        seed: seed);

    private static async Task<JsonNode> AnswerAsync(HttpStub stub)
    {
        using HttpClient client = stub.Client();
        string answer = await client.GetStringAsync("/a", Cancellation);
        stub.Verify();
        return JsonNode.Parse(answer)!;
    }

    private static async Task<int> StatusAsync(
        HttpStub stub, string method, string target, string? body = null, string? type = null, string header = "")
    {
        using HttpClient client = stub.Client();
        using var request = new HttpRequestMessage(new HttpMethod(method), target);
        if (body is not null)
        {
            request.Content = new StringContent(body, null, type!);
        }

        if (header.Split(": ") is [var name, var value])
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using HttpResponseMessage answer = await client.SendAsync(request, Cancellation);
        return (int)answer.StatusCode;
    }
}
