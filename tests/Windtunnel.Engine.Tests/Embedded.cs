using System.Globalization;

namespace Windtunnel.Engine.Tests;

/// <summary>Runs DAGs on the embedded engine and writes down what came of it, so that a test compares it with one text.</summary>
internal static class Embedded
{
    public static readonly DateTimeOffset Start = new RunRequest().StartingAt;

    public static Task<Run> RunAsync(Dag dag, RunRequest? request = null, DeploymentOptions? options = null) =>
        new EmbeddedEngine(options).RunAsync(dag, request ?? new(), TestContext.Current.CancellationToken);

    /// <summary>All instances with their states: <c>a=success b[0]=failed</c>.</summary>
    public static string States(this Run run) => string.Join(' ', run.Tasks.Select(task => $"{task}={task.State.ToAirflow()}"));

    /// <summary>The bodies in the order in which they started: <c>a b[1] b[0]</c>.</summary>
    public static string Starts(this Run run) => string.Join(' ', run.Journal.OfType<TaskStarted>().Select(Name));

    /// <summary>When each stint began and how it ended, in seconds since the run's start: <c>0-5 up_for_retry, 305-310
    /// success</c>.</summary>
    public static string Stints(this Run run, string taskId) => string.Join(", ", run.Task(taskId).Attempts
        .SelectMany(attempt => attempt.Stints)
        .Select(stint => $"{Seconds(stint.Start)}-{Seconds(stint.End)} {stint.State.ToAirflow()}"));

    /// <summary>Why an instance got its state without running.</summary>
    public static Cause CauseOf(this Run run, string taskId, int mapIndex = -1) =>
        run.Journal.OfType<TaskDecided>().Last(decided => decided.Task == taskId && decided.MapIndex == mapIndex).Cause;

    /// <summary>What an unfinished instance waits for.</summary>
    public static Cause WaitOf(this Run run, string taskId, int mapIndex = -1) =>
        run.Journal.OfType<TaskWaiting>().Single(waiting => waiting.Task == taskId && waiting.MapIndex == mapIndex).Cause;

    /// <summary>The journal as it is kept.</summary>
    public static string Text(this Run run)
    {
        using var stream = new MemoryStream();
        run.Journal.Save(stream);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string Name(TaskEntry entry) => entry.MapIndex < 0 ? entry.Task : $"{entry.Task}[{entry.MapIndex}]";

    private static string Seconds(DateTimeOffset? at) =>
        at is { } moment ? (moment - Start).TotalSeconds.ToString(CultureInfo.InvariantCulture) : "";
}
