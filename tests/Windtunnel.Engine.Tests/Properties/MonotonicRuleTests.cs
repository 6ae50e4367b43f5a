using CsCheck;

namespace Windtunnel.Engine.Tests.Properties;

/// <summary>What one more finished upstream can never undo, whatever the others are.</summary>
public sealed class MonotonicRuleTests
{
    private static readonly TaskState[] Finished =
        [TaskState.Success, TaskState.Skipped, TaskState.Failed, TaskState.UpstreamFailed, TaskState.Removed];

    private static readonly Gen<TaskState[]> Upstream = Gen.OneOf(Finished).Array[0, 6];

    [Theory]
    [InlineData(TriggerRule.OneSuccess)]
    [InlineData(TriggerRule.OneFailed)]
    [InlineData(TriggerRule.OneDone)]
    [InlineData(TriggerRule.Always)]
    public void Rule_ThatIsMetEarly_StaysMetWhateverElseEnds(TriggerRule rule) => Sample((states, next, pending) =>
        Implies(Passes(rule, states, pending + 1), Passes(rule, [.. states, next], pending)));

    [Theory]
    [InlineData(TriggerRule.AllSuccess)]
    [InlineData(TriggerRule.AllFailed)]
    [InlineData(TriggerRule.AllDone)]
    [InlineData(TriggerRule.AllDoneMinOneSuccess)]
    [InlineData(TriggerRule.AllDoneSetupSuccess)]
    [InlineData(TriggerRule.NoneFailed)]
    [InlineData(TriggerRule.NoneFailedMinOneSuccess)]
    [InlineData(TriggerRule.NoneSkipped)]
    [InlineData(TriggerRule.AllSkipped)]
    public void Rule_ThatWaitsForAll_IsNotMetWhileOneIsPending(TriggerRule rule) => Sample((states, _, pending) =>
        Assert.False(Passes(rule, states, pending + 1)));

    [Theory]
    [InlineData(TriggerRule.AllFailed, TaskState.Skipped)]
    [InlineData(TriggerRule.AllSkipped, TaskState.Skipped)]
    [InlineData(TriggerRule.NoneSkipped, TaskState.Skipped)]
    [InlineData(TriggerRule.AllDoneMinOneSuccess, TaskState.Skipped)]
    [InlineData(TriggerRule.AllSuccess, TaskState.UpstreamFailed)]
    [InlineData(TriggerRule.NoneFailed, TaskState.UpstreamFailed)]
    [InlineData(TriggerRule.NoneFailedMinOneSuccess, TaskState.UpstreamFailed)]
    public void State_ThatARuleSetsEarly_StaysWhateverElseEnds(TriggerRule rule, TaskState state) => Sample((states, next, pending) =>
        Implies(Step(rule, states, pending + 1) == state, Step(rule, [.. states, next], pending) == state));

    /// <summary>Of the rules that ask for failures or skips the opposite holds.</summary>
    [Theory]
    [InlineData(TriggerRule.AllSuccess)]
    [InlineData(TriggerRule.AllDone)]
    [InlineData(TriggerRule.AllDoneMinOneSuccess)]
    [InlineData(TriggerRule.AllDoneSetupSuccess)]
    [InlineData(TriggerRule.OneSuccess)]
    [InlineData(TriggerRule.OneDone)]
    [InlineData(TriggerRule.NoneFailed)]
    [InlineData(TriggerRule.NoneFailedMinOneSuccess)]
    [InlineData(TriggerRule.NoneSkipped)]
    [InlineData(TriggerRule.Always)]
    public void Rule_ThatIsMet_StaysMetWhenAFailureHadBeenASuccess(TriggerRule rule) => Sample((states, _, pending) =>
        Implies(Passes(rule, [.. states, TaskState.Failed], pending), Passes(rule, [.. states, TaskState.Success], pending)));

    [Fact]
    public void Rule_WhenAllHasEnded_IsMetOrSetsAState() => Sample((states, _, _) =>
        Assert.All(Enum.GetValues<TriggerRule>().Where(rule => rule != TriggerRule.AllSkipped), rule => Assert.True(
            Passes(rule, states, 0) || Step(rule, states, 0) is not null, $"{rule} would wait for ever.")));

    private static void Sample(Action<TaskState[], TaskState, int> check) =>
        Gen.Select(Upstream, Gen.OneOf(Finished), Gen.Int[0, 3]).Sample(check, iter: 300);

    private static void Implies(bool one, bool other) => Assert.True(!one || other);

    private static bool Passes(TriggerRule rule, TaskState[] upstream, int pending) =>
        TriggerRules.Passes(rule, Count(upstream), upstream.Length + pending, setups: 0);

    private static TaskState? Step(TriggerRule rule, TaskState[] upstream, int pending) =>
        TriggerRules.StateStep(rule, Count(upstream), upstream.Length + pending, setups: 0, mapIndex: -1);

    private static Counts Count(TaskState[] upstream)
    {
        Counts counts = default;
        Array.ForEach(upstream, state => counts.Add(state, isSetup: false));
        return counts;
    }
}
