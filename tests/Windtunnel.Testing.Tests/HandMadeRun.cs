using System.Collections.Immutable;

namespace Windtunnel.Testing.Tests;

/// <summary>A run told entry by entry, so that an expectation is judged without an engine.</summary>
internal sealed class HandMadeRun
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 3, 0, 0, TimeSpan.Zero);

    private readonly Journal _journal = new();
    private TimeSpan _at;

    public HandMadeRun(ulong? seed, params ImmutableArray<TaskOutline> tasks) => _journal.Append(new RunCreated
    {
        At = Start,
        DagId = "orders_etl",
        RunId = "manual__2026-01-01T03:00:00+00:00",
        Type = RunType.Manual,
        LogicalDate = Start,
        RunAfter = Start,
        Seed = seed,
        Target = "embedded",
        Dag = new() { DagId = "orders_etl", Tasks = tasks },
    });

    /// <summary>load fails, waits five minutes, fails again; report is never reached; greet is skipped by its branch.</summary>
    public static Run FailedLoad => new HandMadeRun(
            42, Task("extract"), Task("load", "extract") with { Retries = 1 }, Task("report", "load"), Task("greet", "extract"))
        .Does(new RunStarted { At = Start })
        .Runs("extract", 1, TaskState.Success)
        .Does(new XComPushed { At = Start, Task = "extract", Try = 1, Key = "return_value", Value = """{"rows":3,"day":"Monday"}""" })
        .Does(new CountRecorded { At = Start, Task = "extract", Try = 1, Name = "rows.read", Value = 3 })
        .Does(new TaskLogged { At = Start, Task = "extract", Try = 1, Level = "info", Message = "Three rows for Monday." })
        .Decides("greet", TaskState.Skipped, new()
        {
            Kind = CauseKind.Branch,
            By = [new("extract", -1, TaskState.Success)],
        })
        .Runs("load", 1, TaskState.UpForRetry, "The warehouse is away.", TimeSpan.FromMinutes(5))
        .Waits(TimeSpan.FromMinutes(5))
        .Runs("load", 2, TaskState.Failed, "The warehouse is away.")
        .Decides("report", TaskState.UpstreamFailed, new()
        {
            Kind = CauseKind.TriggerRule,
            Rule = TriggerRule.AllSuccess,
            Counts = new(0, 0, 1, 0, 0, 1),
            By = [new("load", -1, TaskState.Failed)],
        })
        .Ends(RunState.Failed, "task_failure");

    /// <summary>One task that asks for the connection <c>used</c> and succeeds.</summary>
    public static Run Green => new HandMadeRun(null, Task("only"))
        .Does(new RunStarted { At = Start })
        .Does(new ConnectionUsed { At = Start, Task = "only", Try = 1, Connection = "used" })
        .Runs("only", 1, TaskState.Success)
        .Ends(RunState.Success, "success");

    public static TaskOutline Task(string id, params ImmutableArray<string> upstream) =>
        new() { Id = id, Kind = "task", Upstream = upstream };

    public HandMadeRun Does(JournalEntry entry)
    {
        _journal.Append(entry with { At = Start + _at });
        return this;
    }

    public HandMadeRun Waits(TimeSpan time)
    {
        _at += time;
        return this;
    }

    public HandMadeRun Runs(string task, int @try, TaskState state, string? error = null, TimeSpan? retryAfter = null) =>
        Does(new TaskScheduled { At = Start, Task = task, Try = @try })
            .Does(new TaskStarted { At = Start, Task = task, Try = @try })
            .Does(new TaskEnded
            {
                At = Start,
                Task = task,
                Try = @try,
                State = state,
                Error = error is null ? null : new("System.InvalidOperationException", error),
                NextAt = Start + _at + retryAfter,
            });

    public HandMadeRun Decides(string task, TaskState state, Cause cause) =>
        Does(new TaskDecided { At = Start, Task = task, State = state, Cause = cause });

    public Run Ends(RunState state, string reason) => new(Does(new RunEnded { At = Start, State = state, Reason = reason })._journal);
}
