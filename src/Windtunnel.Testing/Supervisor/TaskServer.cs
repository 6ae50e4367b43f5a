using Windtunnel.Airflow.Protocol;

namespace Windtunnel.Testing.Supervisor;

/// <summary>What stands behind a supervisor: Airflow's API server, or what plays it.</summary>
internal abstract class TaskServer
{
    /// <summary>Answers one request. An ending of the task is asked here too: a refused one does not count.</summary>
    public abstract Reply Answer(Message request);

    /// <summary>Whether the task is still to run. False: it was marked, cleared or timed out, and the process is stopped.</summary>
    public virtual bool Heartbeat() => true;

    /// <summary>A line of the task's log.</summary>
    public virtual void Log(LogRecord record)
    {
    }
}
