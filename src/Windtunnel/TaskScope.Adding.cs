namespace Windtunnel;

public abstract partial class TaskScope
{
    private TaskRef AddTask(string id, TaskSpec? spec, ITaskInput[] inputs, TaskBody body) =>
        Add(Define(id, TaskKind.Task, spec, inputs, body));

    private TaskRef<TResult> AddTask<TResult>(string id, TaskSpec? spec, ITaskInput[] inputs, TaskBody body) =>
        Add<TResult>(Define(id, TaskKind.Task, spec, inputs, body) with { ResultType = typeof(TResult) });

    private TaskRef AddMappedTask(string id, TaskSpec? spec, Mapping mapping, ITaskInput[] inputs, TaskBody body) =>
        Add(Define(id, TaskKind.Task, spec, inputs, body) with { Mapping = mapping });

    private MappedTaskRef<TResult> AddMappedTask<TResult>(string id, TaskSpec? spec, Mapping mapping, ITaskInput[] inputs, TaskBody body) =>
        AddMapped<TResult>(Define(id, TaskKind.Task, spec, inputs, body) with { ResultType = typeof(TResult), Mapping = mapping });

    private TaskRef AddBranch(string id, TaskSpec? spec, ITaskInput[] inputs, TaskBody body) =>
        Add(Define(id, TaskKind.Branch, spec, inputs, body));

    private TaskRef AddShortCircuit(string id, TaskSpec? spec, ITaskInput[] inputs, TaskBody body, bool ignoreDownstreamTriggerRules) =>
        Add(Define(id, TaskKind.ShortCircuit, spec, inputs, body) with
        {
            IgnoreDownstreamTriggerRules = ignoreDownstreamTriggerRules,
        });

    private TaskRef AddSensor(string id, TaskSpec? spec, ITaskInput[] inputs, TaskBody body, SensorSpec? sensor) =>
        Add(Define(id, TaskKind.Sensor, spec, inputs, body) with { Sensor = sensor ?? new() });

    private TaskRef<TResult> AddSensor<TResult>(string id, TaskSpec? spec, ITaskInput[] inputs, TaskBody body, SensorSpec? sensor) =>
        Add<TResult>(Define(id, TaskKind.Sensor, spec, inputs, body) with { ResultType = typeof(TResult), Sensor = sensor ?? new() });

    private TaskRef<TResult> AddDeferrable<TResult>(string id, TaskSpec? spec, ITaskInput[] inputs, TaskBody start, TaskBody resume) =>
        Add<TResult>(Define(id, TaskKind.Deferrable, spec, inputs, start) with { ResultType = typeof(TResult), Resume = resume });

    private TaskDefinition Define(string id, TaskKind kind, TaskSpec? spec, ITaskInput[] inputs, TaskBody body)
    {
        for (int i = 0; i < inputs.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(inputs[i], $"input{i + 1}");
        }

        return new() { LocalId = id, Kind = kind, Spec = Dag.Resolve(spec), Inputs = [.. inputs], Body = body };
    }
}
