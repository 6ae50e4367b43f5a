namespace Windtunnel.Testing;

/// <summary>Explains a call that no rule expects: the rule that comes nearest, what differs, and a rule that would expect it.</summary>
internal static class NearMiss
{
    public static string Explain(
        IReadOnlyList<HttpRule> rules, StubRequest request, IReadOnlyDictionary<string, string> states, HttpSecrets secrets)
    {
        string target = request.QueryString.Length == 0
            ? secrets.Mask(Excerpt.Of(request.Path))
            : $"{secrets.Mask(Excerpt.Of(request.Path))}?{Excerpt.Of(secrets.MaskQuery(request.QueryString))}";
        string call = $"{request.Method} {target} was called, and nothing in the stub expects it.";
        string near = rules.Count == 0 ? "\n  The stub has no rules." : Nearest(rules, request, states, secrets);
        return $"{call}{near}\n  To expect it, add: {StubCode.For(request, secrets)}";
    }

    private static string Nearest(
        IReadOnlyList<HttpRule> rules, StubRequest request, IReadOnlyDictionary<string, string> states, HttpSecrets secrets)
    {
        (HttpRule rule, List<(string Text, int Weight)> differences) = rules
            .Select(rule => (rule, Differences(rule, request, states, secrets)))
            .MinBy(near => near.Item2.Sum(difference => difference.Weight));
        return $"\n  Nearest is rule {rule.Number}, {rule.Title}, but"
            + string.Concat(differences.Select(difference => $"\n    {difference.Text}"));
    }

    private static List<(string Text, int Weight)> Differences(
        HttpRule rule, StubRequest request, IReadOnlyDictionary<string, string> states, HttpSecrets secrets)
    {
        List<(string, int)> found = [];
        if (rule.Method is not null && rule.Method != request.Method)
        {
            found.Add(($"method: expected {rule.Method}, found {request.Method}.", 3));
        }

        if (!rule.Path.Matches(request.Segments))
        {
            found.Add(($"path: expected '{rule.Path.Text}', found '{secrets.Mask(Excerpt.Of(request.Path))}'.", PathWeight(rule, request)));
        }

        found.AddRange(rule.Conditions.Where(condition => !condition.IsMet(request))
            .Select(condition => (condition.Explain(request, secrets), 2)));
        if (rule.State is { } state && states.GetValueOrDefault(state.Scenario) != state.State)
        {
            found.Add(($"scenario '{state.Scenario}': expected {State(state.State)}, found "
                + $"{State(states.GetValueOrDefault(state.Scenario))}.", 2));
        }

        if (found.Count == 0 && rule.Next() is null)
        {
            found.Add(($"its {Count(rule.Received)} used up. Add .Then() and an answer, or raise times.", 1));
        }

        return found;
    }

    private static int PathWeight(HttpRule rule, StubRequest request) => 4 * Math.Max(1, rule.Path.Distance(request.Segments));

    private static string State(string? state) => state is null ? "its beginning" : $"'{state}'";

    private static string Count(int answers) => answers == 1 ? "answer is" : $"{answers} answers are";
}
