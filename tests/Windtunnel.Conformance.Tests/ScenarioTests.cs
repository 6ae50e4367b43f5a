using Windtunnel.Testing.Conformance;

namespace Windtunnel.Conformance.Tests;

/// <summary>DAGs run by a real Airflow 3.3.2, run here: state and tries of every task instance, the run's state, and why a DAG is
/// rejected.</summary>
public sealed class ScenarioTests
{
    private static readonly Dictionary<string, Scenario> Recorded = new[] { "named", "random", "wide", "order-sensitive" }
        .SelectMany(file => ConformanceFile.Read(Path.Combine(AppContext.BaseDirectory, "conformance", $"{file}.json")).Scenarios)
        .ToDictionary(scenario => scenario.Name);

    public static TheoryData<string> WithOneOutcome => [.. Recorded.Values.Where(HasOneOutcome).Select(scenario => scenario.Name)];

    [Theory]
    [MemberData(nameof(WithOneOutcome))]
    public async Task Scenario_WithOneOutcome_EndsAsOnAirflow(string name)
    {
        ConformanceRow row = await ScenarioCheck.RunAsync(Recorded[name]);

        Assert.True(row.Agrees, row.Difference);
    }

    [Fact]
    public void Recordings_OfScenarios_AreAllThere()
    {
        Assert.Equal(821, Recorded.Count);
        Assert.Equal(701, WithOneOutcome.Count);
    }

    private static bool HasOneOutcome(Scenario scenario) => scenario.Outcome is not null || scenario.Rejected is not null;
}
