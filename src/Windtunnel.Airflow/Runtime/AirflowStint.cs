using Windtunnel.Airflow.Protocol;

namespace Windtunnel.Airflow;

/// <summary>The stint of a body for which Airflow started this process.</summary>
internal sealed class AirflowStint : IBodyStint
{
    // Airflow's default of [core] max_map_length; the server has the last word.
    private const int DefaultMaxMapLength = 1024;

    private readonly SupervisorChannel _supervisor;
    private readonly StartupDetails _startup;
    private readonly TimeProvider _time;

    public AirflowStint(SupervisorChannel supervisor, StartupDetails startup, TaskContext context, TimeProvider time)
    {
        (_supervisor, _startup, _time) = (supervisor, startup, time);
        Context = context;
        IsMapSource = !context.Task.IsMapped && !context.Task.Scope.IsInMappedGroup && IsMappedOver(context.Task);
    }

    public TaskContext Context { get; }

    public DateTimeOffset Now => _time.GetUtcNow();

    public bool IsTimedOut { get; set; }

    public DateTimeOffset? FirstReschedule => _startup.TiContext.TaskRescheduleCount > 0
        ? _supervisor.Ask<TaskRescheduleStartDate>(new GetTaskRescheduleStartDate { TiId = _startup.Ti.Id }).StartDate
        : null;

    public bool IsMapSource { get; }

    public int MaxMapLength => DefaultMaxMapLength;

    private static bool IsMappedOver(TaskRef task) =>
        task.Scope.Dag.Tasks.Any(other => other.Definition.Mapping?.Sources.Contains(task) == true)
        || task.Scope.Dag.Groups.Any(group => group.Mapping?.Sources.Contains(task) == true);
}
