namespace Windtunnel;

public abstract partial class TaskScope
{
    private TaskRef AddTask(string id, TaskSpec? spec, TaskRef[] sources, TaskBody body) =>
        Add(Define(id, TaskKind.Task, spec, sources, body));

    private TaskRef<TResult> AddTask<TResult>(string id, TaskSpec? spec, TaskRef[] sources, TaskBody body) =>
        Add<TResult>(Define(id, TaskKind.Task, spec, sources, body) with { ResultType = typeof(TResult) });

    private TaskRef AddMappedTask(string id, TaskSpec? spec, Mapping mapping, TaskRef[] sources, TaskBody body) =>
        Add(Define(id, TaskKind.Task, spec, sources, body) with { Mapping = mapping });

    private MappedTaskRef<TResult> AddMappedTask<TResult>(string id, TaskSpec? spec, Mapping mapping, TaskRef[] sources, TaskBody body) =>
        AddMapped<TResult>(Define(id, TaskKind.Task, spec, sources, body) with { ResultType = typeof(TResult), Mapping = mapping });

    private TaskRef AddBranch(string id, TaskSpec? spec, TaskRef[] sources, TaskBody body) =>
        Add(Define(id, TaskKind.Branch, spec, sources, body));

    private TaskRef AddShortCircuit(string id, TaskSpec? spec, TaskRef[] sources, TaskBody body, bool ignoreDownstreamTriggerRules) =>
        Add(Define(id, TaskKind.ShortCircuit, spec, sources, body) with
        {
            IgnoreDownstreamTriggerRules = ignoreDownstreamTriggerRules,
        });

    private TaskRef AddSensor(string id, TaskSpec? spec, TaskRef[] sources, TaskBody body, SensorSpec? sensor) =>
        Add(Define(id, TaskKind.Sensor, spec, sources, body) with { Sensor = sensor ?? new() });

    private TaskRef<TResult> AddSensor<TResult>(string id, TaskSpec? spec, TaskRef[] sources, TaskBody body, SensorSpec? sensor) =>
        Add<TResult>(Define(id, TaskKind.Sensor, spec, sources, body) with { ResultType = typeof(TResult), Sensor = sensor ?? new() });

    private TaskRef<TResult> AddDeferrable<TResult>(string id, TaskSpec? spec, TaskRef[] sources, TaskBody start, TaskBody resume) =>
        Add<TResult>(Define(id, TaskKind.Deferrable, spec, sources, start) with { ResultType = typeof(TResult), Resume = resume });

    private TaskDefinition Define(string id, TaskKind kind, TaskSpec? spec, TaskRef[] sources, TaskBody body)
    {
        ArgumentNullException.ThrowIfNull(id);
        return new() { LocalId = id, Kind = kind, Spec = Dag.Resolve(spec), DataUpstream = sources, Body = body };
    }
}
