using System.Reflection;

namespace Windtunnel.Conformance.Tests.Special;

/// <summary>DAGs of which all was recorded: states, tries, XComs, history, order and durations, through clears and backfills.</summary>
public sealed class SpecialScenarioTests
{
    private static readonly Dictionary<string, Recording> Recorded = Recording.Load();

    public static TheoryData<string> Alone => Named(owner => !owner.IsDefined(typeof(OneDeploymentAttribute)));

    public static TheoryData<string> Together => Named(owner => owner.IsDefined(typeof(OneDeploymentAttribute)));

    [Theory]
    [MemberData(nameof(Alone))]
    public async Task Scenario_DrivenAsRecorded_GoesAsOnAirflow(string name)
    {
        (ScenarioAttribute scenario, Func<Dag> build, _) = SpecialScenarios.All[name];
        Recording recording = Recorded[name];

        IReadOnlyList<IReadOnlyList<Run>> passes = await SpecialDrive.AloneAsync(build(), recording.Drive, scenario.Seed);

        Assert.Equal(recording.Passes.Length, passes.Count);
        for (int i = 0; i < passes.Count; i++)
        {
            if (!WasLookedAtTooLate(recording, i))
            {
                Assert.Equal("", SpecialComparison.Of(passes[i], recording.Passes[i], scenario.LeavesOut is not null));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Together))]
    public async Task ProducersAndConsumers_OfOneDeployment_GoAsOnAirflow(string name)
    {
        IReadOnlyDictionary<string, IReadOnlyList<Run>> runs =
            await SpecialDrive.TogetherAsync(SpecialScenarios.DagsOf(SpecialScenarios.All[name].Owner));

        Assert.Equal("", SpecialComparison.Of(runs[name], Assert.Single(Recorded[name].Passes), onlyOurTasks: false));
    }

    [Fact]
    public void Recording_OfEveryName_HasATwin()
    {
        Assert.Equal(127, Recorded.Count);
        Assert.Equal(Recorded.Keys.Order(), SpecialScenarios.All.Keys.Concat(SpecialScenarios.NotExpressible.Keys).Order());
        Assert.All(SpecialScenarios.All, twin => Assert.Equal(twin.Key, twin.Value.Build().Id));
    }

    [Fact]
    public void Recordings_WithoutOutcome_AreThoseThatWaitForEver() => Assert.Equal(
        SpecialScenarios.WithoutOutcome.Order(),
        Recorded.Where(entry => entry.Value.Passes.Length == 0).Select(entry => entry.Key).Order());

    /// <summary>Some backfills were under way when the recorder first looked: it then saw the same twice.</summary>
    private static bool WasLookedAtTooLate(Recording recording, int pass) =>
        pass == 0 && recording.Passes is [[{ Type: "backfill" }, ..], ..];

    private static TheoryData<string> Named(Func<Type, bool> isOfKind) =>
    [
        .. SpecialScenarios.All.Where(twin => isOfKind(twin.Value.Owner) && Recorded[twin.Key].Passes.Length > 0).Select(twin => twin.Key),
    ];
}
