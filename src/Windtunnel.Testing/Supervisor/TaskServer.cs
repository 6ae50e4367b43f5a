using Windtunnel.Airflow.Protocol;

namespace Windtunnel.Testing.Supervisor;

/// <summary>What stands behind a supervisor: Airflow's API server, or what plays it.</summary>
internal abstract class TaskServer
{
    /// <summary>Answers one request. An ending of the task is asked here too: a refused one does not count.</summary>
    public abstract Reply Answer(Message request);

    /// <summary>Whether the task is still to run. False: it was marked, cleared or timed out, and the process is stopped.</summary>
    public virtual bool Heartbeat() => true;

    /// <summary>The clock that the process waits on: at this moment it stands. Null, the default: real time.</summary>
    public virtual DateTimeOffset? Now => null;

    /// <summary>Waits on that clock.</summary>
    public virtual Task DelayAsync(TimeSpan delay, CancellationToken cancellation) => Task.Delay(delay, cancellation);

    /// <summary>A line of the task's log.</summary>
    public virtual void Log(LogRecord record)
    {
    }
}
