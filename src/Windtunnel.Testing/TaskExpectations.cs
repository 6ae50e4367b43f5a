using System.Text.Json;

namespace Windtunnel.Testing;

/// <summary>What a test may expect of a task instance. Each returns the instance, or throws <see cref="RunAssertionException"/>.</summary>
public static class TaskExpectations
{
    /// <param name="task">The instance.</param>
    /// <param name="state">The state it ended in.</param>
    /// <param name="attempts">How many tries began, first and retries together; null: any number.</param>
    public static TaskInstance ShouldHave(this TaskInstance task, TaskState state, int? attempts = null)
    {
        bool asExpected = task.State == state && (attempts is null || attempts == task.Attempts.Count);
        return asExpected
            ? task
            : throw task.Failure($"should have ended as {Ending(state, attempts)}, but ended as {Ending(task.State, task.Attempts.Count)}");
    }

    /// <summary>Expects an XCom that is the same JSON value as <paramref name="value"/>; members of objects may be in any order.</summary>
    /// <param name="task">The instance.</param>
    /// <param name="key">The result of the body is under <c>return_value</c>.</param>
    /// <param name="value">An anonymous object will do for an object: <c>new { loaded = 3 }</c>.</param>
    public static TaskInstance ShouldHaveXCom<T>(this TaskInstance task, string key, T value)
    {
        JsonElement expected = JsonSerializer.SerializeToElement(value);
        if (!task.XComs.TryGetValue(key, out string? actual))
        {
            throw task.Failure($"should have the XCom '{key}' with {expected.GetRawText()}, but has {Listed(task.XComs.Keys, "no XComs")}");
        }

        using JsonDocument found = JsonDocument.Parse(actual);
        return JsonElement.DeepEquals(expected, found.RootElement)
            ? task
            : throw task.Failure($"should have the XCom '{key}' with {expected.GetRawText()}, but it holds {actual}");
    }

    /// <summary>Expects a number that the body recorded with <see cref="TaskContext.Count"/>; the latest of a name counts.</summary>
    public static TaskInstance ShouldHaveCounted(this TaskInstance task, string name, long value)
    {
        bool isCounted = task.Counts.TryGetValue(name, out long actual);
        return isCounted && actual == value
            ? task
            : throw task.Failure(
                $"should have counted {value} {name}, but counted {(isCounted ? $"{actual}" : Listed(task.Counts.Keys, "nothing"))}");
    }

    /// <summary>Expects a line in its log, of any try, that contains <paramref name="text"/>.</summary>
    public static TaskInstance ShouldHaveLogged(this TaskInstance task, string text)
    {
        return task.Logs.Any(line => line.Message.Contains(text, StringComparison.Ordinal))
            ? task
            : throw task.Failure($"should have logged a line with '{text}', but {Lines(task)}");
    }

    /// <summary>Expects that it failed, and that the type or the message of its last exception contains <paramref name="text"/>.</summary>
    public static TaskInstance ShouldHaveFailedWith(this TaskInstance task, string text)
    {
        string? error = task.Attempts.Count > 0 && task.Attempts[^1].Error is { } thrown ? $"{thrown.Type}: {thrown.Message}" : null;
        bool isAsExpected = task.State == TaskState.Failed && error?.Contains(text, StringComparison.Ordinal) == true;
        return isAsExpected
            ? task
            : throw task.Failure(
                $"should have failed with '{text}', but ended as {task.State.ToAirflow()}{(error is null ? "" : $" with {error}")}");
    }

    /// <summary>Expects that it was skipped by a rule, a branch or a short circuit.</summary>
    /// <param name="task">The instance.</param>
    /// <param name="kind">What decided.</param>
    /// <param name="by">The id of a task that decided; null: any.</param>
    public static TaskInstance ShouldBeSkippedBecause(this TaskInstance task, CauseKind kind, string? by = null)
    {
        bool isAsExpected = task.State == TaskState.Skipped && task.Cause?.Kind == kind
            && (by is null || task.Cause.By.Any(decider => decider.Task == by));
        return isAsExpected
            ? task
            : throw task.Failure($"should be skipped because of {kind}{(by is null ? "" : $" by '{by}'")}, but {Found(task)}");
    }

    /// <summary>Expects that it was skipped, and that the explanation of it contains <paramref name="text"/>.</summary>
    public static TaskInstance ShouldBeSkippedBecause(this TaskInstance task, string text)
    {
        bool isAsExpected = task.State == TaskState.Skipped
            && task.Run.Explain(task.TaskId, task.MapIndex).ToString().Contains(text, StringComparison.Ordinal);
        return isAsExpected ? task : throw task.Failure($"should be skipped because of '{text}', but {Found(task)}");
    }

    private static Exception Failure(this TaskInstance task, string finding) =>
        RunAssertionException.Of(task.Run, $"Task '{task}' {finding}{(finding.EndsWith('.') ? "" : ".")}", task);

    private static string Ending(TaskState state, int? attempts) => attempts switch
    {
        null => state.ToAirflow(),
        0 => $"{state.ToAirflow()} without an attempt",
        1 => $"{state.ToAirflow()} in 1 attempt",
        _ => $"{state.ToAirflow()} in {attempts} attempts",
    };

    private static string Found(TaskInstance task) => task.Cause is { } cause
        ? $"is {task.State.ToAirflow()} because of {cause.Kind}{string.Concat(cause.By.Select(decider => $" by '{decider.Task}'"))}"
        : $"is {task.State.ToAirflow()} without such a cause";

    private static string Listed(IEnumerable<string> names, string none) =>
        names.Any() ? $"only {string.Join(", ", names.Order(StringComparer.Ordinal))}" : none;

    private static string Lines(TaskInstance task) => task.Logs.Count == 0
        ? "logged nothing"
        : "its last lines are:" + string.Concat(task.Logs.TakeLast(5).Select(line => $"\n  {line.Level}: {line.Message}"));
}
