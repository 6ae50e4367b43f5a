using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Windtunnel;

/// <summary>What a task body knows and may do while it runs. Valid until the body ends; use it from the body's own flow only.</summary>
public sealed class TaskContext
{
    internal TaskContext(
        TaskHost host, TaskRef task, RunInfo run, int mapIndex, int tryNumber, int maxTries, CancellationToken cancellation)
    {
        Host = host;
        Task = task;
        Run = run;
        MapIndex = mapIndex;
        TryNumber = tryNumber;
        MaxTries = maxTries;
        Cancellation = cancellation;
    }

    /// <summary>The run this instance belongs to.</summary>
    public RunInfo Run { get; }

    /// <summary>The task as it was authored.</summary>
    public TaskRef Task { get; }

    public string TaskId => Task.Id;

    /// <summary>-1 when neither the task nor a group it lies in is mapped.</summary>
    public int MapIndex { get; }

    /// <summary>1 in the first try. Resuming and rescheduling do not raise it.</summary>
    public int TryNumber { get; }

    /// <summary>A failed try is retried while <see cref="TryNumber"/> is at most this and this is not 0.</summary>
    public int MaxTries { get; }

    /// <summary>Cancelled when the try's execution timeout passes or the task is stopped from outside.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>The run's clock. On the embedded engine it is virtual: waiting on it costs no real time.</summary>
    public TimeProvider Time => Host.Time;

    /// <summary>Writes to the task's log; secrets are masked.</summary>
    public ILogger Logger => Host.Logger;

    /// <summary>Chance that the run's seed decides: the same for the same seed, task, map index and try.</summary>
    public Random Random => Host.Random;

    /// <summary>The run's params, after conf and the task's own were applied.</summary>
    public ParamValues Params => Run.Params;

    /// <summary>Values handed between tasks beside their results.</summary>
    public XComs XCom => new(this);

    public Variables Variables => new(this);

    /// <summary>The ways to the outside. A test binds doubles or services to them by their ids.</summary>
    public Connections Connections => new(this);

    /// <summary>Announcements of asset changes, in and out.</summary>
    public AssetEvents Assets => new(this);

    /// <summary>What this task instance keeps for its later tries in the same run, and over deferrals. Airflow's task state
    /// store.</summary>
    public StateStore State => new(this, Host.TaskState);

    /// <summary>Runs of other DAGs.</summary>
    public DagRuns Dags => new(this);

    internal TaskHost Host { get; }

    /// <summary>Virtual time that synchronous calls took and that has not passed yet.</summary>
    internal TimeSpan OwedTime { get; set; }

    /// <summary>Waits on the run's clock: no real time on the embedded engine.</summary>
    public Task DelayAsync(TimeSpan delay) => Host.DelayAsync(delay, Cancellation);

    /// <summary>Keeps the run's clock where it is until the result is disposed, although a timer on <see cref="Time"/> is pending.
    /// For real I/O that is guarded by a timeout on <see cref="Time"/>, which would pass at once otherwise. Does nothing on a real
    /// Airflow.</summary>
    public IDisposable HoldClock() => Host.HoldClock();

    /// <summary>Records a number for the report, e.g. <c>Count("rows.loaded", 42)</c>. The last value of a name counts.</summary>
    public void Count(string name, long value) => Host.Count(name, value);

    /// <summary>Names this instance where people look at it; what a mapped task worked on instead of its map index, say. Airflow's
    /// <c>map_index_template</c>, rendered. The last label counts.</summary>
    public void Label(string label)
    {
        ArgumentException.ThrowIfNullOrEmpty(label);
        Host.Label(label);
    }

    /// <summary>Masks <paramref name="secret"/> in everything written from now on: logs, journal, reports.</summary>
    public void MaskSecret(string secret) => Host.MaskSecret(secret);

    /// <summary>Lets the time pass that synchronous calls took.</summary>
    internal ValueTask SettleAsync()
    {
        if (OwedTime == TimeSpan.Zero)
        {
            return ValueTask.CompletedTask;
        }

        TimeSpan owed = OwedTime;
        OwedTime = TimeSpan.Zero;
        return new(DelayAsync(owed));
    }
}

/// <summary>The run as its tasks see it.</summary>
public sealed record RunInfo
{
    public required string DagId { get; init; }
    public required string RunId { get; init; }
    public required RunType Type { get; init; }

    /// <summary>Null for runs that stand for no moment: asset-triggered ones, and manual ones triggered without.</summary>
    public DateTimeOffset? LogicalDate { get; init; }

    /// <summary>Null together with <see cref="LogicalDate"/>.</summary>
    public DataInterval? DataInterval { get; init; }

    /// <summary>The earliest moment at which the run could start.</summary>
    public required DateTimeOffset RunAfter { get; init; }

    /// <summary>What the run was triggered with; undefined without conf.</summary>
    public JsonElement Conf { get; init; }
    public ParamValues Params { get; init; } = ParamValues.Empty;
    public string? PartitionKey { get; init; }
}
