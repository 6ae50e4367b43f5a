using System.Text.Json;

namespace Windtunnel.Testing;

/// <summary>Which requests are meant. Every condition added must be met.</summary>
/// <typeparam name="TSelf">What the conditions are added to.</typeparam>
public abstract class HttpPattern<TSelf>
    where TSelf : HttpPattern<TSelf>
{
    private readonly List<HttpCondition> _conditions = [];

    private protected HttpPattern(string? method, string path)
    {
        int query = path.IndexOf('?', StringComparison.Ordinal);
        Method = method?.ToUpperInvariant();
        Path = new(query < 0 ? path : path[..query]);
        foreach ((string name, string value) in StubFields.FromUrlEncoded(query < 0 ? "" : path[(query + 1)..]).Pairs)
        {
            Require(HttpCondition.OnField("query", name, value, request => request.Query));
        }
    }

    /// <summary>Null: any.</summary>
    internal string? Method { get; }

    internal PathTemplate Path { get; private set; }

    internal IReadOnlyList<HttpCondition> Conditions => _conditions;

    /// <summary>E.g. <c>GET /flights/{id}</c>.</summary>
    internal string Title => $"{Method ?? "any method"} {Path.Text}";

    /// <summary>Compares the literal parts of the path without regard to case. Default: exactly.</summary>
    public TSelf IgnoringPathCase()
    {
        Path = Path.IgnoringCase();
        return (TSelf)this;
    }

    /// <summary>One of the query's values of that name is as said. Names that are not mentioned may be there.</summary>
    public TSelf WithQuery(string name, TextMatch value) => Require(HttpCondition.OnField("query", name, value, request => request.Query));

    /// <summary>The query has no names but those that other conditions mention.</summary>
    public TSelf WithNoOtherQuery() => Require(new(
        "query",
        "no further names",
        request => OtherQuery(request).Length == 0,
        (request, _) => $"'{string.Join("', '", OtherQuery(request))}'"));

    /// <summary>One of the headers of that name, in any case, is as said.</summary>
    public TSelf WithHeader(string name, TextMatch value) =>
        Require(HttpCondition.OnField("header", name, value, request => request.Headers));

    public TSelf WithCookie(string name, TextMatch value) =>
        Require(HttpCondition.OnField("cookie", name, value, request => request.Cookies));

    /// <summary>A field of a body of the type <c>application/x-www-form-urlencoded</c> is as said.</summary>
    public TSelf WithForm(string name, TextMatch value) =>
        Require(HttpCondition.OnField("form field", name, value, request => request.Form));

    /// <summary>The body, read as UTF-8, is as said.</summary>
    public TSelf WithBody(TextMatch text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Require(new(
            "body", text.Words, request => text.Accepts(request.Text), (request, secrets) => $"'{Body(request, secrets)}'"));
    }

    /// <summary>The body is this JSON: numbers by value, the members of objects in any order.</summary>
    /// <exception cref="ArgumentException">The text is not JSON.</exception>
    public TSelf WithJson(string json) => RequireJson(Parsed(json), JsonDifference.Between);

    /// <summary>The body is this value, spelled in JSON as the web does: <c>camelCase</c>.</summary>
    public TSelf WithJson<T>(T value) => RequireJson(Element(value), JsonDifference.Between);

    /// <summary>The body is JSON that has at least what this has; its objects may have further members.</summary>
    /// <exception cref="ArgumentException">The text is not JSON.</exception>
    public TSelf WithJsonPart(string json) => RequireJson(Parsed(json), JsonDifference.OfPart);

    /// <inheritdoc cref="WithJsonPart(string)"/>
    public TSelf WithJsonPart<T>(T value) => RequireJson(Element(value), JsonDifference.OfPart);

    /// <summary>What stands at a place of the JSON body is equal to a value.</summary>
    /// <param name="path">E.g. <c>$.lines[0].sku</c>; with <c>[*]</c> one item that matches is enough.</param>
    /// <param name="value">Spelled in JSON as the web does.</param>
    public TSelf WithJsonAt<T>(string path, T value)
    {
        JsonElement expected = Element(value);
        return RequireAt(path, expected.GetRawText(), found => JsonElement.DeepEquals(found, expected));
    }

    /// <summary>What stands at a place of the JSON body is as said; of what is no text, its JSON is.</summary>
    /// <param name="path">E.g. <c>$.lines[0].sku</c>; with <c>[*]</c> one item that matches is enough.</param>
    /// <param name="text">What it must be.</param>
    public TSelf WithJsonAt(string path, TextMatch text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return ReferenceEquals(text, TextMatch.Absent)
            ? RequireAt(path, text.Words, _ => true, isAbsent: true)
            : RequireAt(path, text.Words, found => text.Accepts(found.ToString()));
    }

    /// <summary>Anything else.</summary>
    /// <param name="isMet">Must not have side effects: it is asked again when a difference is explained.</param>
    /// <param name="words">What is expected, for messages, e.g. <c>a body of less than a kilobyte</c>.</param>
    public TSelf Where(Func<StubRequest, bool> isMet, string words)
    {
        ArgumentNullException.ThrowIfNull(isMet);
        return Require(new("request", words, isMet, (_, _) => "something else"));
    }

    /// <summary>The body is this JSON, in which masked texts stand for any text.</summary>
    internal TSelf WithMaskedJson(JsonElement json) => RequireJson(json, JsonDifference.OfMasked);

    internal bool Matches(StubRequest request) =>
        (Method is null || Method == request.Method) && Path.Matches(request.Segments) && MeetsConditions(request);

    internal bool MeetsConditions(StubRequest request) => _conditions.TrueForAll(condition => condition.IsMet(request));

    private protected virtual TSelf Require(HttpCondition condition)
    {
        _conditions.Add(condition);
        return (TSelf)this;
    }

    private static string Body(StubRequest request, HttpSecrets secrets) =>
        Excerpt.Of(secrets.MaskBody(request.Text, request.Headers["Content-Type"]));

    private static JsonElement Element<T>(T value) => JsonSerializer.SerializeToElement(value, JsonSerializerOptions.Web);

    private static JsonElement Parsed(string json)
    {
        try
        {
            return JsonElement.Parse(json);
        }
        catch (JsonException e)
        {
            throw new ArgumentException($"The expected body is '{Excerpt.Of(json)}', which is not JSON. For another text say "
                + ".WithBody(text).", nameof(json), e);
        }
    }

    private string[] OtherQuery(StubRequest request) => [.. request.Query.Pairs.Select(field => field.Key).Distinct(StringComparer.Ordinal)
        .Where(name => !_conditions.Exists(condition => condition.What == $"query '{name}'"))];

    private TSelf RequireJson(JsonElement expected, Func<JsonElement, JsonElement, JsonDifference?> compare) => Require(new(
        "body",
        Excerpt.Of(expected.GetRawText()),
        request => request.Json is { } json && compare(expected, json) is null,
        (request, secrets) => request.Json is not { } json
            ? request.Body.IsEmpty ? "no body" : $"'{Body(request, secrets)}', which is not JSON"
            : Shown(compare(expected, json), secrets)));

    private static string Shown(JsonDifference? difference, HttpSecrets secrets) => difference switch
    {
        null => "the same",
        { IsSecret: true } => $"another value at {difference.Path}",
        { Found: null } => $"nothing at {difference.Path}, where {secrets.Mask(Excerpt.Of(difference.Expected!))} belongs",
        { Expected: null } => $"{secrets.Mask(Excerpt.Of(difference.Found))} at {difference.Path}, where nothing belongs",
        _ => $"{secrets.Mask(Excerpt.Of(difference.Found))} at {difference.Path}, where {secrets.Mask(Excerpt.Of(difference.Expected))} "
            + "belongs",
    };

    private TSelf RequireAt(string path, string words, Func<JsonElement, bool> accepts, bool isAbsent = false)
    {
        var place = new JsonPlace(path);
        bool isSecret = HttpSecrets.IsSecretName(path);
        IEnumerable<JsonElement> At(StubRequest request) => request.Json is { } json ? place.In(json) : [];
        return Require(new(
            $"body at {path}",
            words,
            request => At(request).Any(accepts) != isAbsent,
            (request, secrets) => At(request).FirstOrDefault() is { ValueKind: not JsonValueKind.Undefined } found
                ? isSecret ? SecretMask.Replacement : secrets.Mask(Excerpt.Of(found.GetRawText()))
                : "nothing")
        { IsSecret = isSecret });
    }
}
