namespace Windtunnel.Testing.Supervisor;

/// <summary>How long a supervisor waits for what. Defaults are Airflow's.</summary>
internal sealed record SupervisorLimits
{
    public static SupervisorLimits Airflow { get; } = new();

    /// <summary>From the launch until both connections are there (<c>task_startup_timeout</c>).</summary>
    public TimeSpan Startup { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the process is told to wait for an answer; null: as long as it does by itself.</summary>
    public TimeSpan? Answer { get; init; }

    /// <summary>Between two looks at whether the task is still wanted (<c>[workers] min_heartbeat_interval</c>).</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Between the request to stop (SIGTERM) and the end by force (SIGKILL).</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the process may go on after it said how the task ended (<c>[core] task_success_overtime</c>).</summary>
    public TimeSpan Overtime { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long open streams are read after the process is gone (<c>[workers] socket_cleanup_timeout</c>).</summary>
    public TimeSpan Cleanup { get; init; } = TimeSpan.FromSeconds(60);
}
