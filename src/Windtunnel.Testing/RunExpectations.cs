using System.Globalization;
using System.Runtime.CompilerServices;

namespace Windtunnel.Testing;

/// <summary>What a test may expect of a run as a whole. Each returns the run, or throws <see cref="RunAssertionException"/>.</summary>
public static class RunExpectations
{
    public static Run ShouldSucceed(this Run run) => run.ShouldEnd(RunState.Success);

    public static Run ShouldFail(this Run run) => run.ShouldEnd(RunState.Failed);

    /// <summary>Expects that each of these tasks ran, and that each began after the one before it had begun.</summary>
    /// <param name="run">The run.</param>
    /// <param name="taskIds">Of a mapped task, its first instance to begin counts.</param>
    /// <exception cref="TaskNotFoundException">The DAG has no such task.</exception>
    public static Run ShouldHaveRunInOrder(this Run run, params ReadOnlySpan<string> taskIds)
    {
        string[] expected = taskIds.ToArray();
        TaskInstance[] instances = [.. expected.Select(id => run.Instances(id)[0])];
        string[] actual = [.. run.Journal.OfType<TaskStarted>().Select(start => start.Task).Distinct().Where(expected.Contains)];
        return actual.SequenceEqual(expected)
            ? run
            : throw RunAssertionException.Of(
                run,
                $"Tasks of run {run} should have run in the order {string.Join(", ", expected)}, but they ran as "
                + $"{(actual.Length == 0 ? "none of them" : string.Join(", ", actual))}.",
                instances);
    }

    /// <summary>Expects how long the run took on its own clock, from start to end, exactly.</summary>
    public static Run ShouldTake(this Run run, TimeSpan elapsed) => run.Elapsed == elapsed
        ? run
        : throw RunAssertionException.Of(run, $"Run {run} should have taken {Text(elapsed)}, but took {Text(run.Elapsed)}.");

    /// <summary>Expects a span of time, exactly: <c>run.Elapsed.ShouldBe(10.Minutes())</c>.</summary>
    public static void ShouldBe(
        this TimeSpan actual, TimeSpan expected, [CallerArgumentExpression(nameof(actual))] string? expression = null)
    {
        if (actual != expected)
        {
            throw RunAssertionException.OfValue($"{expression} should be {Text(expected)}, but is {Text(actual)}.");
        }
    }

    private static Run ShouldEnd(this Run run, RunState state) => run.State == state
        ? run
        : throw RunAssertionException.Of(
            run,
            $"Run {run} should have ended as {Text(state)}, but it {Ending(run)}.",
            [.. run.Tasks.Where(task => task.State.IsBad() || !task.State.IsFinished()).OrderBy(task => task.State != TaskState.Failed)]);

    private static string Ending(Run run) => run.State switch
    {
        RunState.Success => "ended as success",
        RunState.Failed => $"ended as failed ({run.Reason})",
        _ => $"is still {Text(run.State)}",
    };

    private static string Text(RunState state) => state.ToString().ToLowerInvariant();

    private static string Text(TimeSpan span) => span.ToString("c", CultureInfo.InvariantCulture);
}
