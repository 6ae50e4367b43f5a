namespace Windtunnel.Testing;

/// <summary>The entries of a journal that changed the state of tasks, one a line, on the run's own clock.</summary>
internal static class Timeline
{
    private const int MostLines = 20;

    /// <param name="run">The run.</param>
    /// <param name="tasks">The ids of the tasks to show; empty: all.</param>
    public static string Of(Run run, HashSet<string> tasks)
    {
        DateTimeOffset start = run.StartedAt ?? run.RunAfter;
        string[] lines =
        [
            .. run.Journal.OfType<TaskEntry>()
                .Where(entry => tasks.Count == 0 || tasks.Contains(entry.Task))
                .Select(entry => Happened(entry, start) is { } what ? $"  +{entry.At - start:c}  {Name(entry)}: {what}\n" : "")
                .Where(line => line.Length > 0),
        ];
        string left = lines.Length > MostLines ? $"  ({lines.Length - MostLines} earlier lines are in the journal)\n" : "";
        string shown = string.Concat(lines.TakeLast(MostLines));
        return $"Timeline (virtual time since {start.Text()}):\n{left}{shown}";
    }

    private static string? Happened(TaskEntry entry, DateTimeOffset start) => entry switch
    {
        TaskStarted => "started",
        TaskEnded ended => ended.State.ToAirflow() + Error(ended) + Next(ended, start),
        TaskDecided decided => $"{decided.State.ToAirflow()} without running",
        TaskExpanded expanded => $"mapped over {expanded.Length}",
        TaskWaiting waiting => $"still {waiting.State.ToAirflow()} at the end",
        TaskCleared => "cleared",
        _ => null,
    };

    private static string Name(TaskEntry entry) =>
        (entry.MapIndex < 0 ? entry.Task : $"{entry.Task}[{entry.MapIndex}]") + (entry.Try == 0 ? "" : $", try {entry.Try}");

    private static string Error(TaskEnded ended) => ended.Error is { } error ? $" by {error.Type}: {error.Message}" : "";

    private static string Next(TaskEnded ended, DateTimeOffset start) => ended.NextAt is { } next ? $" (again at +{next - start:c})" : "";
}
