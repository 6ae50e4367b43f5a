namespace Windtunnel.Testing.Conformance;

/// <summary>Airflow's spelling of the trigger rules.</summary>
internal static class RuleNames
{
    private static readonly Dictionary<string, TriggerRule> Rules = Enum.GetValues<TriggerRule>()
        .ToDictionary(rule => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(rule.ToString()), StringComparer.Ordinal);

    public static TriggerRule Parse(string name) => Rules.TryGetValue(name, out TriggerRule rule)
        ? rule
        : throw new InvalidDataException($"'{name}' is not a trigger rule. Known rules: {string.Join(", ", Rules.Keys)}.");
}
