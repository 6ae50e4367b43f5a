namespace Windtunnel.Insights;

/// <summary>Names the likely cause of a difference that follows from no other.</summary>
internal static class DifferenceCauses
{
    private static readonly (string Word, string Cause)[] Known =
    [
        ("conn", "Its connection seems not to lead where it does in the other run."),
        ("variable", "A variable seems to be missing or to have another value."),
        ("module", "A module is missing on the worker."),
        ("no such file", "A file is not where the worker looks for it: paths are those of the worker's machine."),
        ("could not find", "Something is not where the worker looks for it: paths are those of the worker's machine."),
        ("permission", "The worker runs as another user, who may do less."),
        ("denied", "The worker runs as another user, who may do less."),
        ("timed out", "Something took too long that is quick, or virtual, in the other run."),
        ("timeout", "Something took too long that is quick, or virtual, in the other run."),
        ("refused", "A server that the task needs is not there for the worker."),
    ];

    public static string OfStates(TaskInstance mine, TaskInstance theirs) => (mine.State, theirs.State) switch
    {
        (_, TaskState.Failed) when theirs.Attempts.All(attempt => attempt.Stints.Count == 0) =>
            "Its body did not begin: the worker could not start it. Look at the log of its try; for a bundle, run windtunnel verify.",
        (_, TaskState.Failed) => Failed(theirs),
        (TaskState.Failed, _) => $"In the first run it failed: {Told(mine)}",
        (TaskState.Success, TaskState.Skipped) or (TaskState.Skipped, TaskState.Success) when HasDecider(mine) =>
            "A branch or short circuit before it decided otherwise: compare what it decides by, such as the date, params and variables.",
        (_, TaskState.UpstreamFailed) or (_, TaskState.Skipped) => theirs.Run.Explain(theirs.TaskId, theirs.MapIndex).RootCause.Text,
        (_, TaskState.None or TaskState.Scheduled or TaskState.Queued or TaskState.Running) => "The run ended before it did.",
        _ => "Compare what it is given: connections, variables, params, the date.",
    };

    public static string OfTries(TaskInstance mine, TaskInstance theirs)
    {
        TaskInstance more = mine.Attempts.Count > theirs.Attempts.Count ? mine : theirs;
        TaskAttempt? failed = more.Attempts.FirstOrDefault(attempt => attempt.Error is not null);
        return failed is null
            ? "It was tried again after something that the run does not tell."
            : $"A try of the {(more == mine ? "first" : "second")} run failed: {Short(failed.Error!)} {CauseOf(failed.Error!)}".TrimEnd();
    }

    public static string OfInstances(TaskInstance only) => only.MapIndex < 0
        ? "The two runs are of different versions of the Dag, or it was mapped over nothing in one of them."
        : "It is mapped over a list of another length: compare the result of the task that it is mapped over.";

    private static string Failed(TaskInstance task) => LastError(task) is { } error
        ? $"It failed there: {Short(error)} {CauseOf(error)}".TrimEnd()
        : "It failed there without an error in its log: its process may have been killed. Look at the log of the scheduler.";

    private static string Told(TaskInstance task) =>
        LastError(task) is { } error ? Short(error) : "without an error.";

    private static TaskError? LastError(TaskInstance task) => task.Attempts.Count == 0 ? null : task.Attempts[^1].Error;

    private static bool HasDecider(TaskInstance task) => task.Run.Outline.Tasks
        .Any(up => up.Kind is "branch" or "human_branch" or "short_circuit" or "approval" or "latest_only"
            && task.Outline.Upstream.Contains(up.Id));

    private static string CauseOf(TaskError error)
    {
        string text = $"{error.Type} {error.Message}";
        return Known.FirstOrDefault(known => text.Contains(known.Word, StringComparison.OrdinalIgnoreCase)).Cause ?? "";
    }

    private static string Short(TaskError error)
    {
        string message = error.Message.Split('\n')[0].Trim();
        string end = message.Length > 0 && message[^1] is '.' or '!' or '?' ? "" : ".";
        return $"{error.Type[(error.Type.LastIndexOf('.') + 1)..]}: {message}{end}";
    }
}
