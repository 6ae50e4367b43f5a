using System.Collections.Immutable;

namespace Windtunnel.Testing;

/// <summary>What one stint of a task did: the expectations of <see cref="TaskExpectations"/> hold for <see cref="Instance"/>, those here
/// for what only a probe can see.</summary>
public sealed class ProbedTask
{
    private readonly Ending _ending;

    internal ProbedTask(
        TaskInstance instance, Ending ending, IReadOnlyDictionary<string, string> variables, IReadOnlyList<TriggeredRun> triggered)
    {
        TriggeredRuns = triggered;
        Instance = instance;
        _ending = ending;
        SetVariables = variables;
    }

    /// <summary>Its state, XComs, counts, logs and the connections it used. Nothing else ran in its run.</summary>
    public TaskInstance Instance { get; }

    /// <summary>What it set, by key.</summary>
    public IReadOnlyDictionary<string, string> SetVariables { get; }

    /// <summary>The runs of DAGs that it asked for, in order. None of them ran.</summary>
    public IReadOnlyList<TriggeredRun> TriggeredRuns { get; }

    /// <summary>What it announced, in order. On a real run these events are published when it succeeds.</summary>
    public IReadOnlyList<AssetEventEmitted> Announced => Instance.Run.AssetEvents;

    /// <summary>What it waits for; null when it was not deferred.</summary>
    public Deferral? Deferral => (_ending as Ending.WasDeferred)?.Deferral;

    /// <summary>When it is to run again: a retry, or the next stint after a reschedule; null when it is not.</summary>
    public DateTimeOffset? NextAt => Ended.NextAt;

    private TaskEnded Ended => Instance.Run.Journal.OfType<TaskEnded>().Last();

    /// <summary>The ids of the tasks that a branch follows; null for other tasks.</summary>
    public ImmutableArray<string>? Followed => _ending is Ending.Succeeded { Follow.Followed: { } followed }
        ? [.. followed.Select(task => task.Id)]
        : null;

    /// <summary>Its result.</summary>
    /// <exception cref="XComMissingException">It left none.</exception>
    /// <exception cref="XComTypeException">The result cannot be read as <typeparamref name="T"/>.</exception>
    public T Result<T>() => Instance.Result<T>();

    /// <summary>Expects that it returned.</summary>
    public TaskInstance ShouldSucceed() => Instance.ShouldHave(TaskState.Success);

    /// <summary>Expects that it failed, whether it is retried or not, and that the type or the message of the exception contains
    /// <paramref name="text"/>.</summary>
    public TaskInstance ShouldFailWith(string text) => ShouldHaveThrown(text, "failed", TaskState.Failed, TaskState.UpForRetry);

    /// <summary>Expects that it skipped itself, for a reason that contains <paramref name="text"/>.</summary>
    public TaskInstance ShouldBeSkippedFor(string text) => ShouldHaveThrown(text, "skipped itself", TaskState.Skipped);

    /// <summary>Expects that it failed in a way that is retried after exactly this time.</summary>
    public TaskInstance ShouldRetryAfter(TimeSpan delay)
    {
        TimeSpan? actual = NextAt - Ended.At;
        return Instance.State == TaskState.UpForRetry && actual == delay
            ? Instance
            : throw Failure($"should be retried after {delay:c}", actual is { } wait ? $" to run again after {wait:c}" : "");
    }

    /// <summary>Expects that it gave up its slot until this instant.</summary>
    public TaskInstance ShouldBeRescheduledTo(DateTimeOffset instant) => Instance.State == TaskState.UpForReschedule && NextAt == instant
        ? Instance
        : throw Failure($"should be rescheduled to {instant.Text()}", NextAt is { } next ? $" to run again at {next.Text()}" : "");

    /// <summary>Expects that it waits for a trigger of this type.</summary>
    /// <returns>The trigger.</returns>
    public T ShouldDeferTo<T>()
        where T : Trigger => Deferral?.Trigger as T ?? throw Failure(
            $"should be deferred to a {typeof(T).Name}", Deferral is { Trigger: var other } ? $" to a {other.GetType().Name}" : "");

    /// <summary>Expects that it is a branch that follows exactly these tasks, in any order.</summary>
    public TaskInstance ShouldFollow(params ReadOnlySpan<string> taskIds)
    {
        string[] expected = taskIds.ToArray();
        return Followed is { } followed && followed.Order(StringComparer.Ordinal).SequenceEqual(expected.Order(StringComparer.Ordinal))
            ? Instance
            : throw Failure(
                $"should follow {Listed(expected)}", Followed is { } actual ? $" and follows {Listed(actual)}" : " and follows nothing");
    }

    private TaskInstance ShouldHaveThrown(string text, string what, params ReadOnlySpan<TaskState> states)
    {
        TaskError? error = Instance.Attempts[^1].Error;
        bool isAsExpected = states.Contains(Instance.State)
            && error is not null && $"{error.Type}: {error.Message}".Contains(text, StringComparison.Ordinal);
        return isAsExpected
            ? Instance
            : throw Failure($"should have {what} with '{text}'", error is null ? "" : $" with {error.Type}: {error.Message}");
    }

    private static string Listed(IEnumerable<string> ids) => ids.Any() ? $"'{string.Join("', '", ids)}'" : "nothing";

    private Exception Failure(string expected, string detail) => RunAssertionException.Of(
        Instance.Run, $"Task '{Instance}' {expected}, but ended as {Instance.State.ToAirflow()}{detail}.", Instance);
}

/// <summary>A run that a probed body asked for.</summary>
/// <param name="DagId">Of which DAG.</param>
/// <param name="Request">With the id that the body got.</param>
public sealed record TriggeredRun(string DagId, DagRunRequest Request);
