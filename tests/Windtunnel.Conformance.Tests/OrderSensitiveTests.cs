using Windtunnel.Engine;
using Windtunnel.Testing.Conformance;

namespace Windtunnel.Conformance.Tests;

/// <summary>DAGs whose outcome depends on the order in which tasks happen to finish: whatever a real Airflow made of them,
/// some seed makes of them here.</summary>
public sealed class OrderSensitiveTests
{
    private const ulong Seeds = 1_500;
    private static readonly int[] Seconds = [0, 0, 0, 1, 2, 3, 5, 8];

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
    public async Task Outcome_ThatWasSeen_IsReachedByASeed(string name, int observed)
    {
        string expected = Text(Recorded[name].Observed[observed]);
        HashSet<string> reached = [];
        for (ulong seed = 1; seed <= Seeds && !reached.Contains(expected); seed++)
        {
            reached.Add(await OutcomeAsync(Recorded[name], seed));
        }

        Assert.Contains(expected, reached);
    }

    [Fact]
    public void Observed_OutcomesOfTheRecordings_AreAllThere() => Assert.Equal(121, Observed.Count);

    /// <summary>With every other seed bodies take no time, and only the order at one instant is open; with the others they take some
    /// seconds.</summary>
    private static async Task<string> OutcomeAsync(Scenario scenario, ulong seed)
    {
        Dag dag = ScenarioDag.Build(scenario, seed % 2 == 0 ? null : Duration);
        return Text(await new EmbeddedEngine().RunAsync(dag, new() { Seed = seed }, TestContext.Current.CancellationToken));
    }

    private static TimeSpan Duration(TaskContext context) => TimeSpan.FromSeconds(Seconds[context.Random.Next(Seconds.Length)]);

    private static string Text(ScenarioOutcome outcome) => $"{outcome.Run}: " + string.Join(' ', outcome.Tasks
        .OrderBy(task => task.Key, StringComparer.Ordinal).Select(task => $"{task.Key}={task.Value.State ?? "none"}/{task.Value.Tries}"));

    private static string Text(Run run) => $"{run.State.ToString().ToLowerInvariant()}: " + string.Join(' ', run.Tasks
        .Select(task => (Key: task.ToString(), task.State, task.TryNumber))
        .OrderBy(task => task.Key, StringComparer.Ordinal)
        .Select(task => $"{task.Key}={(task.State == TaskState.None ? "none" : task.State.ToAirflow())}/{task.TryNumber}"));

    /// <summary>A sensor that failed although the recording gives it no timeout: its recorder did, and does not say which.</summary>
    private static bool HasUntoldTimeout(Scenario scenario, ScenarioOutcome outcome) => scenario.Tasks.Any(task =>
        task.Kind is { Do: "poke", Timeout: null } && outcome.Tasks[task.Id].State == "failed");
}
