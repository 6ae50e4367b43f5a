namespace Windtunnel.Testing;

/// <summary>One thing that a request must fulfil beside its method and path.</summary>
/// <param name="What">Where to look, e.g. <c>query 'day'</c>.</param>
/// <param name="Expected">In words, e.g. <c>'2026-01-01'</c>.</param>
/// <param name="IsMet">Must not have side effects.</param>
/// <param name="Found">What the request has there, in words, without secrets.</param>
internal sealed record HttpCondition(
    string What, string Expected, Func<StubRequest, bool> IsMet, Func<StubRequest, HttpSecrets, string> Found)
{
    /// <summary>Set where what is expected is itself secret, e.g. a token.</summary>
    public bool IsSecret { get; init; }

    public string Explain(StubRequest request, HttpSecrets secrets) =>
        $"{What}: expected {(IsSecret ? SecretMask.Replacement : secrets.Mask(Expected))}, found {Found(request, secrets)}.";

    public static HttpCondition OnField(string kind, string name, TextMatch match, Func<StubRequest, StubFields> fields)
    {
        bool isSecret = HttpSecrets.IsSecretName(name);
        return new(
            $"{kind} '{name}'",
            match.Words,
            request => match.AcceptsOneOf(fields(request).All(name)),
            (request, secrets) => Shown(fields(request).All(name), isSecret, secrets))
        { IsSecret = isSecret };
    }

    private static string Shown(IReadOnlyList<string> values, bool isSecret, HttpSecrets secrets) => values.Count == 0
        ? "nothing"
        : string.Join(" and ", values.Select(value => isSecret ? SecretMask.Replacement : $"'{secrets.Mask(Excerpt.Of(value))}'"));
}
