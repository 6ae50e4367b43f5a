using System.Globalization;

namespace Windtunnel;

/// <summary>Says in a few sentences what happened to one task instance.</summary>
internal static class InstanceSentences
{
    private const int LongestMessage = 300;

    public static string About(Run run, TaskInstance instance) => instance switch
    {
        { Cause: { } cause } when instance.State.IsFinished() =>
            $"'{instance}' is {instance.State.ToAirflow()}: {CauseClause.Of(cause)}.{Ran(instance)}",
        { Cause: { } cause } => $"'{instance}' is {instance.State.ToAirflow()} and waits: {CauseClause.Of(cause)}.{Ran(instance)}",
        { State: TaskState.Success, Attempts.Count: > 0 } => WhatTheLastTryDid(instance) + WhyItCouldRun(run, instance),
        { Attempts.Count: > 0 } => WhatTheLastTryDid(instance),
        { State: TaskState.None } => $"'{instance}' has not been scheduled: the journal ends before it was decided over.",
        _ => $"'{instance}' is {instance.State.ToAirflow()}.",
    };

    private static string WhatTheLastTryDid(TaskInstance instance)
    {
        TaskAttempt last = instance.Attempts[^1];
        string tries = instance.MaxTries > 0 ? $"try {last.Try} of {instance.MaxTries + 1}" : $"try {last.Try}";
        string error = last.Error is { } found ? $": {Short(found)}" : ".";
        return last.State switch
        {
            TaskState.Success =>
                $"'{instance}' succeeded in {tries} after {Duration.Text(last.Elapsed ?? TimeSpan.Zero)}.{EarlierFailure(instance)}",
            TaskState.Failed => $"'{instance}' failed in {tries}{NotRetried(instance, last)}{error}",
            TaskState.Skipped => $"'{instance}' skipped itself in {tries}{error}",
            TaskState.Running => $"'{instance}' was still running in {tries} when the journal ended.",
            _ => $"'{instance}' is {last.State.ToAirflow()} since {tries}{Until(last)}{error}",
        };
    }

    private static string NotRetried(TaskInstance instance, TaskAttempt last) =>
        last.Try <= instance.MaxTries ? " and was not retried" : "";

    private static string Until(TaskAttempt last) =>
        last.NextAt is { } next ? string.Create(CultureInfo.InvariantCulture, $", due {next.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}") : "";

    private static string EarlierFailure(TaskInstance instance)
    {
        TaskAttempt? failed = instance.Attempts.LastOrDefault(attempt => attempt.Error is not null && attempt.State != TaskState.Success);
        return failed is null ? "" : $" Try {failed.Try} failed: {Short(failed.Error!)}";
    }

    private static string WhyItCouldRun(Run run, TaskInstance instance)
    {
        if (instance.Outline.Upstream.IsEmpty)
        {
            return " It waits for no other task.";
        }

        var states = new SortedDictionary<TaskState, int>();
        foreach ((TaskState state, int count) in instance.Outline.Upstream.SelectMany(run.States))
        {
            states[state] = states.GetValueOrDefault(state) + count;
        }

        string now = string.Join(", ", states.Select(state => $"{state.Value} {state.Key.ToAirflow()}"));
        return $" Its rule {CauseClause.Name(instance.Outline.Rule)} was met; of its {states.Values.Sum()} upstream are now {now}.";
    }

    private static string Ran(TaskInstance instance) => instance.Attempts.Count == 0 ? "" : $" {WhatTheLastTryDid(instance)}";

    private static string Short(TaskError error)
    {
        string type = error.Type[(error.Type.LastIndexOf('.') + 1)..];
        string message = error.Message.ReplaceLineEndings(" ").Trim();
        message = message.Length <= LongestMessage ? message : $"{message.AsSpan(0, LongestMessage)}...";
        string end = message.EndsWith('.') || message.EndsWith('!') || message.EndsWith('?') ? "" : ".";
        return message.Length == 0 ? $"{type}." : $"{type}: {message}{end}";
    }
}
