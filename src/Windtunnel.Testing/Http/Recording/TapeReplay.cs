using System.Text;
using System.Text.Json;

namespace Windtunnel.Testing;

/// <summary>Makes rules of a recording: each request exactly as often as it was made, with the answers in the order they came.</summary>
internal static class TapeReplay
{
    public static void Script(HttpStub stub, IReadOnlyList<TapeExchange> exchanges)
    {
        List<(TapeExchange Exchange, HttpRule Rule)> rules = [];
        foreach (TapeExchange exchange in exchanges)
        {
            HttpRule rule = rules.Find(known => known.Exchange.AsksTheSameAs(exchange)).Rule ?? Rule(stub, exchange);
            rules.Add((exchange, rule));
            rule.Returns(Response(exchange)).Times(1);
        }
    }

    private static HttpRule Rule(HttpStub stub, TapeExchange exchange)
    {
        string[] target = exchange.Target.Split('?', 2);
        HttpRule rule = stub.On(exchange.Method, PathOf(target[0]));
        foreach (IGrouping<string, string> values in StubFields.FromUrlEncoded(target.ElementAtOrDefault(1) ?? "").Pairs
            .GroupBy(field => field.Key, field => field.Value, StringComparer.Ordinal))
        {
            foreach (string value in values)
            {
                rule.WithQuery(values.Key, Masked(value));
            }

            int count = values.Count();
            rule.Where(request => request.Query.All(values.Key).Count == count, $"the query '{values.Key}' {HttpRule.Times(count)}");
        }

        rule.WithNoOtherQuery();
        // Who replays need not have the credentials that were masked.
        foreach ((string name, string value) in exchange.RequestHeaders.Where(header => header.Value != SecretMask.Replacement))
        {
            rule.WithHeader(name, name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)
                ? TextMatch.StartsWith(value.Split(';')[0])
                : Masked(value));
        }

        bool isMultipart = exchange.RequestHeaders.Any(header => header.Value.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase));
        return WithBody(rule, exchange.RequestBody, isMultipart);
    }

    // What was masked in a path stands for any part.
    private static string PathOf(string path) => string.Join('/', path.Split('/').Select((part, index) =>
        part.Contains(SecretMask.Replacement, StringComparison.Ordinal)
            ? $"{{masked{index}}}"
            : part.Replace("{", "%7B", StringComparison.Ordinal).Replace("}", "%7D", StringComparison.Ordinal)));

    private static TextMatch Masked(string recorded) => recorded.Contains(SecretMask.Replacement, StringComparison.Ordinal)
        ? TextMatch.Any
        : TextMatch.Is(recorded);

    /// <summary>Bodies of several parts are not kept: their boundary is another each time.</summary>
    private static HttpRule WithBody(HttpRule rule, TapeBody body, bool isMultipart) => body.Kind switch
    {
        TapeBodyKind.Json => rule.WithMaskedJson(JsonElement.Parse(body.Text)),
        TapeBodyKind.Text when body.Text.Contains(SecretMask.Replacement, StringComparison.Ordinal) => rule.WithBody(TextMatch.Any),
        TapeBodyKind.Text => rule.WithBody(body.Text),
        TapeBodyKind.Bytes => rule.Where(
            request => request.Body.Span.SequenceEqual(Convert.FromBase64String(body.Text)), "the recorded bytes"),
        _ when isMultipart => rule,
        _ => rule.Where(request => request.Body.IsEmpty, "no body"),
    };

    private static StubResponse Response(TapeExchange exchange) => new()
    {
        Status = exchange.Status,
        Headers = exchange.ResponseHeaders,
        Body = exchange.ResponseBody.Kind == TapeBodyKind.Bytes
            ? Convert.FromBase64String(exchange.ResponseBody.Text)
            : Encoding.UTF8.GetBytes(exchange.ResponseBody.Text),
    };
}
