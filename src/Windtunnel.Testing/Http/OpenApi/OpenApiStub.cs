using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Windtunnel.Testing;

/// <summary>Answers as an OpenAPI document promises, and refuses what it does not allow.</summary>
internal sealed class OpenApiStub
{
    private readonly OpenApiDocument _document;
    private readonly HttpStub _stub;
    private readonly Lock _gate = new();
    private readonly Random _random;

    private OpenApiStub(OpenApiDocument document, HttpStub stub, int seed) => (_document, _stub, _random) = (document, stub, new(seed));

    /// <summary>Adds a rule for each operation, behind all rules that a test adds itself.</summary>
    public static void Script(HttpStub stub, OpenApiDocument document, int seed)
    {
        var contract = new OpenApiStub(document, stub, seed);
        foreach (OpenApiOperation operation in document.Operations())
        {
            string path = PathNames.RulePath(operation.Path);
            foreach (string reached in new[] { path, document.BasePath + path }.Distinct(StringComparer.Ordinal))
            {
                stub.On(operation.Method, reached).Priority(int.MinValue).MayStayUnused()
                    .Returns(request => contract.Answer(operation, request));
            }
        }
    }

    private StubResponse Answer(OpenApiOperation operation, StubRequest request)
    {
        if (OpenApiRequests.MissingCredential(_document, operation, request) is { } missing)
        {
            return Refused(operation, 401, missing);
        }

        string[] violations = [.. OpenApiRequests.Violations(_document, operation, request)];
        if (violations.Length > 0)
        {
            return Refused(operation, 400, string.Join(' ', violations));
        }

        lock (_gate)
        {
            return OpenApiResponses.Of(_document, operation, request, _random);
        }
    }

    private StubResponse Refused(OpenApiOperation operation, int status, string reasons)
    {
        string finding = _stub.Script.Secrets.Mask($"{operation} breaks the contract '{_document.Name}': {reasons}");
        _stub.Script.Note(finding);
        var problem = new JsonObject { ["title"] = "The request breaks the contract.", ["status"] = status, ["detail"] = finding };
        return StubResponse.Text(problem.ToJsonString(), status, "application/problem+json");
    }
}

/// <summary>What an operation answers to a valid request.</summary>
internal static class OpenApiResponses
{
    /// <summary>How often a value is made until its schema allows it.</summary>
    private const int MostAttempts = 30;

    public static StubResponse Of(OpenApiDocument document, OpenApiOperation operation, StubRequest request, Random random)
    {
        (string code, JsonElement response) = Chosen(document, operation, request);
        var answer = new StubResponse { Status = StatusOf(code) };
        if (response.TryGetProperty("headers", out JsonElement headers) && headers.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty header in headers.EnumerateObject().Where(header => MediaTypes.Plain(header.Name) != "content-type"))
            {
                JsonElement definition = document.Resolved(header.Value, $"the header {header.Name} of {operation}");
                answer = answer.WithHeader(header.Name, Text(Value(document, definition, random, $"{operation}, header {header.Name}")));
            }
        }

        return response.TryGetProperty("content", out JsonElement content) && content.ValueKind == JsonValueKind.Object
            ? WithBody(document, operation, answer, Media(content, request), random)
            : answer;
    }

    /// <summary>The status that the request prefers by <c>Prefer: code=404</c>; else the least of success, else the default.</summary>
    private static KeyValuePair<string, JsonElement> Chosen(OpenApiDocument document, OpenApiOperation operation, StubRequest request)
    {
        string? preferred = Preferred(request, "code");
        KeyValuePair<string, JsonElement>[] choices = preferred is null
            ? [.. operation.Responses.Where(response => response.Key.StartsWith('2')).OrderBy(response => response.Key,
                StringComparer.Ordinal),
               .. operation.Responses.Where(response => response.Key == "default"),
               .. operation.Responses]
            : [.. operation.Responses.Where(response => response.Key == preferred)];
        return choices.Length > 0
            ? choices[0]
            : throw document.Unreadable($"{operation} has no response"
                + $"{(preferred is null ? "" : $" {preferred}, which the request prefers")}");
    }

    private static string? Preferred(StubRequest request, string name) =>
        request.Headers["Prefer"]?.Split(',', ';').Select(part => part.Trim().Split('=', 2))
            .FirstOrDefault(pair => pair is [var key, _] && key == name)?[1];

    private static int StatusOf(string code) =>
        int.TryParse(code, out int status) ? status : code is [>= '2' and <= '5' and var hundred, ..] ? (hundred - '0') * 100 : 200;

    private static JsonProperty? Media(JsonElement content, StubRequest request)
    {
        string[] accepted = [.. (request.Headers["Accept"] ?? "*/*").Split(',').Select(MediaTypes.Plain)];
        JsonProperty[] offered = [.. content.EnumerateObject().OrderByDescending(media => MediaTypes.IsJson(MediaTypes.Plain(media.Name)))];
        JsonProperty[] wanted = [.. offered.Where(media => accepted.Any(type => Accepts(type, MediaTypes.Plain(media.Name))))];
        return wanted.Length > 0 ? wanted[0] : offered.Length > 0 ? offered[0] : null;
    }

    private static bool Accepts(string accepted, string offered) => accepted == "*/*" || accepted == offered
        || (accepted.EndsWith("/*", StringComparison.Ordinal) && offered.StartsWith(accepted[..^1], StringComparison.Ordinal));

    private static StubResponse WithBody(
        OpenApiDocument document, OpenApiOperation operation, StubResponse answer, JsonProperty? media, Random random)
    {
        if (media is not { } chosen)
        {
            return answer;
        }

        JsonNode? value = Value(document, chosen.Value, random, $"{operation}, response {answer.Status}");
        string text = MediaTypes.IsJson(MediaTypes.Plain(chosen.Name)) ? value?.ToJsonString() ?? "null" : Text(value);
        return (answer with { Body = Encoding.UTF8.GetBytes(text) }).WithHeader("Content-Type", chosen.Name);
    }

    private static JsonNode? Value(OpenApiDocument document, JsonElement holder, Random random, string place)
    {
        bool hasSchema = holder.TryGetProperty("schema", out JsonElement schema) && schema.ValueKind == JsonValueKind.Object;
        string? reason = null;
        if (Example(document, holder, out JsonNode? example))
        {
            reason = hasSchema ? Violation(document, schema, example) : null;
            return reason is null ? example : throw NoExample(document, place, reason);
        }

        for (int attempt = 0; attempt < (hasSchema ? MostAttempts : 0); attempt++)
        {
            JsonNode? value;
            try
            {
                value = new SampleJson(document.Schemas.Whole(schema, ContractWay.Response), random, attempt).Make();
            }
            catch (FormatException e)
            {
                reason ??= e.Message;
                continue;
            }

            if (Violation(document, schema, value) is not { } violation)
            {
                return value;
            }

            reason ??= violation;
        }

        return hasSchema ? throw NoExample(document, place, reason!) : new JsonObject();
    }

    private static string? Violation(OpenApiDocument document, JsonElement schema, JsonNode? value) =>
        document.Schemas.Violations(schema, JsonSerializer.SerializeToElement(value), ContractWay.Response) is [var violation, ..]
            ? violation.ToString().TrimEnd('.')
            : null;

    private static FormatException NoExample(OpenApiDocument document, string place, string reason) =>
        document.Unreadable($"no valid example could be had for {place}: {reason}. Give or mend an example");

    private static bool Example(OpenApiDocument document, JsonElement holder, out JsonNode? example)
    {
        example = null;
        bool isGiven = holder.TryGetProperty("example", out JsonElement given);
        if (!isGiven && holder.TryGetProperty("examples", out JsonElement named) && named.ValueKind == JsonValueKind.Object)
        {
            isGiven = named.EnumerateObject().Select(one => document.Resolved(one.Value, $"the example {one.Name}"))
                .FirstOrDefault(one => one.TryGetProperty("value", out _)) is { ValueKind: JsonValueKind.Object } first
                && first.TryGetProperty("value", out given);
        }

        example = isGiven ? JsonNode.Parse(given.GetRawText()) : null;
        return isGiven;
    }

    private static string Text(JsonNode? value) =>
        value is JsonValue scalar && scalar.TryGetValue(out string? text) ? text : value?.ToJsonString() ?? "";
}
