using Windtunnel.Engine;

namespace Windtunnel.Testing;

/// <summary>What a test may expect of an exploration. Each returns it, or throws <see cref="RunAssertionException"/> with a run that shows
/// otherwise and says how to repeat it.</summary>
public static class ExplorationExpectations
{
    /// <summary>Expects that the run succeeded in every order and under every seed that was tried.</summary>
    public static Exploration ShouldAlwaysSucceed(this Exploration exploration)
    {
        ArgumentNullException.ThrowIfNull(exploration);
        return exploration.Outcomes.FirstOrDefault(outcome => outcome.Run.State != RunState.Success) is not { } other
            ? exploration
            : throw Failure(exploration, other, "should always succeed, but does not");
    }

    /// <summary>Expects that whatever was tried, every instance ended in the same state and after as many tries.</summary>
    public static Exploration ShouldHaveOneOutcome(this Exploration exploration)
    {
        ArgumentNullException.ThrowIfNull(exploration);
        return exploration.Outcomes.Length == 1
            ? exploration
            : throw Failure(
                exploration, exploration.Outcomes[^1], $"should have one outcome in any order, but has {exploration.Outcomes.Length}");
    }

    private static Exception Failure(Exploration exploration, ExploredOutcome shown, string finding)
    {
        TaskInstance[] differing = [.. shown.Run.Tasks.Where(task => exploration.Outcomes.Any(other => Differs(task, other.Run)))];
        return RunAssertionException.Of(
            shown.Run, $"Dag '{shown.Run.DagId}' {finding}:\n{exploration}\n\nThe run by {shown.Again}:", differing);
    }

    private static bool Differs(TaskInstance task, Run other) => !other.Tasks.Any(same =>
        same.ToString() == task.ToString() && same.State == task.State && same.TryNumber == task.TryNumber);
}
