using Windtunnel.Testing.Conformance;

namespace Windtunnel.Conformance.Tests;

/// <summary>DAGs whose outcome depends on the order in which tasks happen to finish: whatever a real Airflow made of them,
/// some order makes of them here.</summary>
public sealed class OrderSensitiveTests
{
    private const int Guesses = 3_000;

    private static readonly Dictionary<string, Scenario> Recorded = ConformanceFile
        .Read(Path.Combine(AppContext.BaseDirectory, "conformance", "order-sensitive.json")).Scenarios
        .Where(scenario => !scenario.Observed.IsEmpty && scenario.Rejected is null)
        .ToDictionary(scenario => scenario.Name);

    public static TheoryData<string, int> Observed =>
        [.. Recorded.Values.SelectMany(scenario => scenario.Observed.Index()
            .Where(outcome => !HasUntoldTimeout(scenario, outcome.Item))
            .Select(outcome => (scenario.Name, outcome.Index)))];

    [Theory]
    [MemberData(nameof(Observed))]
    public async Task Outcome_ThatWasSeen_IsReachedByAnOrderOfFinishing(string name, int observed)
    {
        Scenario scenario = Recorded[name];

        Assert.NotNull(await new OrderSearch(scenario).FindAsync(scenario.Observed[observed], Guesses));
    }

    [Fact]
    public void Observed_OutcomesOfTheRecordings_AreAllThere() => Assert.Equal(121, Observed.Count);

    /// <summary>A sensor that failed although the recording gives it no timeout: its recorder did, and does not say which.</summary>
    private static bool HasUntoldTimeout(Scenario scenario, ScenarioOutcome outcome) => scenario.Tasks.Any(task =>
        task.Kind is { Do: "poke", Timeout: null } && outcome.Tasks[task.Id].State == "failed");
}
