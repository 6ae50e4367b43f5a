using System.Collections.Immutable;

namespace Windtunnel.Engine;

/// <summary>Calls a DAG's callbacks when a run of it ended by itself, or missed a deadline. §17.</summary>
internal static class DagCallbackCalls
{
    public static void Run(RunCore run)
    {
        bool succeeded = run.State == RunState.Success;
        DagCallbacks callbacks = run.Plan.Dag.Callbacks;
        ImmutableArray<Action<DagCallbackCall>> calls = succeeded ? callbacks.OnSuccess : callbacks.OnFailure;
        if (calls.IsEmpty)
        {
            return;
        }

        var call = new DagCallbackCall(run.Info, run.State, run.Reason ?? "", TaskOf(run)?.ToString());
        foreach (Action<DagCallbackCall> callback in calls)
        {
            Call(run, succeeded ? "on_success" : "on_failure", () => callback(call));
        }
    }

    public static void Run(PendingDeadline missed, DateTimeOffset now)
    {
        missed.Run.Now = now;
        missed.Run.Reopen();
        Call(missed.Run, "deadline", () => missed.Deadline.Callback(new(missed.Run.Info, missed.Due)));
    }

    private static void Call(RunCore run, string name, Action callback)
    {
        TaskError? error = null;
        try
        {
            callback();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            error = Endings.Describe(e);
        }

        run.Journal.Append(new CallbackRan { At = run.Now, Task = "", Callback = name, Error = error });
    }

    /// <summary>The latest ended success, the latest ended failure, or the first that blocks.</summary>
    private static Row? TaskOf(RunCore run)
    {
        IEnumerable<Row> rows = run.Plan.ByRank.SelectMany(task => run.Of(task).All);
        return run.Reason switch
        {
            "success" => rows.Where(row => row.State == TaskState.Success).MaxBy(row => row.End),
            "task_failure" => rows.Where(row => row.State == TaskState.Failed).MaxBy(row => row.End),
            "all_tasks_deadlocked" => rows.FirstOrDefault(row => !row.State.IsFinished()),
            _ => rows.Where(row => row.Start is not null).MaxBy(row => row.Start),
        };
    }
}
