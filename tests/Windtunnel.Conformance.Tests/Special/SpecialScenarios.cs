using System.Reflection;

namespace Windtunnel.Conformance.Tests.Special;

/// <summary>The C# twins of the recorded Python DAGs, by the names of the scenarios.</summary>
internal static class SpecialScenarios
{
    /// <summary>What C# cannot say, by scenario.</summary>
    public static readonly IReadOnlyDictionary<string, string> NotExpressible = new Dictionary<string, string>
    {
        ["F08_int"] = "Mapping over a number: the compiler refuses it.",
        ["F08_text"] = "Mapping over a text: the compiler refuses it.",
    };

    /// <summary>Recorded without an outcome, since their runs wait for ever.</summary>
    public static readonly IReadOnlySet<string> WithoutOutcome = new HashSet<string> { "G02_past_failed", "G04_wait_for_downstream" };

    private static readonly MethodInfo[] Methods =
    [
        .. typeof(SpecialScenarios).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly)),
    ];

    public static IReadOnlyDictionary<string, (ScenarioAttribute Scenario, Func<Dag> Build, Type Owner)> All { get; } = Methods
        .Where(method => method.IsDefined(typeof(ScenarioAttribute)))
        .ToDictionary(
            method => method.Name,
            method => (method.GetCustomAttribute<ScenarioAttribute>()!, method.CreateDelegate<Func<Dag>>(), method.DeclaringType!));

    /// <summary>All DAGs of a class, those that were not recorded themselves included.</summary>
    public static Dag[] DagsOf(Type owner) =>
    [
        .. Methods.Where(method => method.DeclaringType == owner
                && (method.IsDefined(typeof(ScenarioAttribute)) || method.IsDefined(typeof(CompanionAttribute))))
            .Select(method => method.CreateDelegate<Func<Dag>>()()),
    ];
}
