// Written by eng/GenerateOverloads.cs. Change that, not this.
namespace Windtunnel;

public abstract partial class TaskScope
{
    /// <summary>Adds a task that hands on what its body returns.</summary>
    public TaskRef<TResult> Task<TResult>(string id, Func<TaskContext, TResult> body, TaskSpec? spec = null) =>
        AddTask<TResult>(id, spec, [], context => new(body(context)));

    /// <summary>Adds a task without a result.</summary>
    public TaskRef Task(string id, Func<TaskContext, System.Threading.Tasks.Task> body, TaskSpec? spec = null) =>
        AddTask(id, spec, [], context => TaskBodies.Run(body(context)));

    /// <summary>Adds a task that hands on what its body returns.</summary>
    public TaskRef<TResult> Task<TResult>(string id, Func<TaskContext, Task<TResult>> body, TaskSpec? spec = null) =>
        AddTask<TResult>(id, spec, [], async context => await body(context));

    /// <summary>Adds a task without a result.</summary>
    public TaskRef Task(string id, Action<TaskContext> body, TaskSpec? spec = null) =>
        AddTask(id, spec, [], context => TaskBodies.Run(() => body(context)));

    /// <summary>Adds a task that hands on what its body returns.</summary>
    public TaskRef<TResult> Task<T1, TResult>(
        string id,
        ITaskInput<T1> input1,
        Func<T1, TaskContext, TResult> body,
        TaskSpec? spec = null) =>
        AddTask<TResult>(id, spec, [input1], context => new(body(input1.Read(context), context)));

    /// <summary>Adds a task without a result.</summary>
    public TaskRef Task<T1>(
        string id,
        ITaskInput<T1> input1,
        Func<T1, TaskContext, System.Threading.Tasks.Task> body,
        TaskSpec? spec = null) =>
        AddTask(id, spec, [input1], context => TaskBodies.Run(body(input1.Read(context), context)));

    /// <summary>Adds a task that hands on what its body returns.</summary>
    public TaskRef<TResult> Task<T1, TResult>(
        string id,
        ITaskInput<T1> input1,
        Func<T1, TaskContext, Task<TResult>> body,
        TaskSpec? spec = null) =>
        AddTask<TResult>(id, spec, [input1], async context => await body(input1.Read(context), context));

    /// <summary>Adds a task without a result.</summary>
    public TaskRef Task<T1>(string id, ITaskInput<T1> input1, Action<T1, TaskContext> body, TaskSpec? spec = null) =>
        AddTask(id, spec, [input1], context => TaskBodies.Run(() => body(input1.Read(context), context)));

    /// <summary>Adds a task that hands on what its body returns.</summary>
    public TaskRef<TResult> Task<T1, T2, TResult>(
        string id,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        Func<T1, T2, TaskContext, TResult> body,
        TaskSpec? spec = null) =>
        AddTask<TResult>(id, spec, [input1, input2], context => new(body(input1.Read(context), input2.Read(context), context)));

    /// <summary>Adds a task without a result.</summary>
    public TaskRef Task<T1, T2>(
        string id,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        Func<T1, T2, TaskContext, System.Threading.Tasks.Task> body,
        TaskSpec? spec = null) =>
        AddTask(id, spec, [input1, input2], context => TaskBodies.Run(body(input1.Read(context), input2.Read(context), context)));

    /// <summary>Adds a task that hands on what its body returns.</summary>
    public TaskRef<TResult> Task<T1, T2, TResult>(
        string id,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        Func<T1, T2, TaskContext, Task<TResult>> body,
        TaskSpec? spec = null) =>
        AddTask<TResult>(id, spec, [input1, input2], async context => await body(input1.Read(context), input2.Read(context), context));

    /// <summary>Adds a task without a result.</summary>
    public TaskRef Task<T1, T2>(
        string id,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        Action<T1, T2, TaskContext> body,
        TaskSpec? spec = null) =>
        AddTask(id, spec, [input1, input2], context => TaskBodies.Run(() => body(input1.Read(context), input2.Read(context), context)));

    /// <summary>Adds a task that hands on what its body returns.</summary>
    public TaskRef<TResult> Task<T1, T2, T3, TResult>(
        string id,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        ITaskInput<T3> input3,
        Func<T1, T2, T3, TaskContext, TResult> body,
        TaskSpec? spec = null) =>
        AddTask<TResult>(
            id,
            spec,
            [input1, input2, input3],
            context => new(body(input1.Read(context), input2.Read(context), input3.Read(context), context)));

    /// <summary>Adds a task without a result.</summary>
    public TaskRef Task<T1, T2, T3>(
        string id,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        ITaskInput<T3> input3,
        Func<T1, T2, T3, TaskContext, System.Threading.Tasks.Task> body,
        TaskSpec? spec = null) =>
        AddTask(
            id,
            spec,
            [input1, input2, input3],
            context => TaskBodies.Run(body(input1.Read(context), input2.Read(context), input3.Read(context), context)));

    /// <summary>Adds a task that hands on what its body returns.</summary>
    public TaskRef<TResult> Task<T1, T2, T3, TResult>(
        string id,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        ITaskInput<T3> input3,
        Func<T1, T2, T3, TaskContext, Task<TResult>> body,
        TaskSpec? spec = null) =>
        AddTask<TResult>(
            id,
            spec,
            [input1, input2, input3],
            async context => await body(input1.Read(context), input2.Read(context), input3.Read(context), context));

    /// <summary>Adds a task without a result.</summary>
    public TaskRef Task<T1, T2, T3>(
        string id,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        ITaskInput<T3> input3,
        Action<T1, T2, T3, TaskContext> body,
        TaskSpec? spec = null) =>
        AddTask(
            id,
            spec,
            [input1, input2, input3],
            context => TaskBodies.Run(() => body(input1.Read(context), input2.Read(context), input3.Read(context), context)));

    /// <summary>Adds a task that hands on what its body returns.</summary>
    public TaskRef<TResult> Task<T1, T2, T3, T4, TResult>(
        string id,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        ITaskInput<T3> input3,
        ITaskInput<T4> input4,
        Func<T1, T2, T3, T4, TaskContext, TResult> body,
        TaskSpec? spec = null) =>
        AddTask<TResult>(
            id,
            spec,
            [input1, input2, input3, input4],
            context => new(body(input1.Read(context), input2.Read(context), input3.Read(context), input4.Read(context), context)));

    /// <summary>Adds a task without a result.</summary>
    public TaskRef Task<T1, T2, T3, T4>(
        string id,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        ITaskInput<T3> input3,
        ITaskInput<T4> input4,
        Func<T1, T2, T3, T4, TaskContext, System.Threading.Tasks.Task> body,
        TaskSpec? spec = null) =>
        AddTask(
            id,
            spec,
            [input1, input2, input3, input4],
            context => TaskBodies.Run(body(
                input1.Read(context),
                input2.Read(context),
                input3.Read(context),
                input4.Read(context),
                context)));

    /// <summary>Adds a task that hands on what its body returns.</summary>
    public TaskRef<TResult> Task<T1, T2, T3, T4, TResult>(
        string id,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        ITaskInput<T3> input3,
        ITaskInput<T4> input4,
        Func<T1, T2, T3, T4, TaskContext, Task<TResult>> body,
        TaskSpec? spec = null) =>
        AddTask<TResult>(
            id,
            spec,
            [input1, input2, input3, input4],
            async context => await body(input1.Read(context), input2.Read(context), input3.Read(context), input4.Read(context), context));

    /// <summary>Adds a task without a result.</summary>
    public TaskRef Task<T1, T2, T3, T4>(
        string id,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        ITaskInput<T3> input3,
        ITaskInput<T4> input4,
        Action<T1, T2, T3, T4, TaskContext> body,
        TaskSpec? spec = null) =>
        AddTask(
            id,
            spec,
            [input1, input2, input3, input4],
            context => TaskBodies.Run(() => body(
                input1.Read(context),
                input2.Read(context),
                input3.Read(context),
                input4.Read(context),
                context)));

    /// <summary>Adds a task that hands on what its body returns.</summary>
    public TaskRef<TResult> Task<T1, T2, T3, T4, T5, TResult>(
        string id,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        ITaskInput<T3> input3,
        ITaskInput<T4> input4,
        ITaskInput<T5> input5,
        Func<T1, T2, T3, T4, T5, TaskContext, TResult> body,
        TaskSpec? spec = null) =>
        AddTask<TResult>(
            id,
            spec,
            [input1, input2, input3, input4, input5],
            context => new(body(
                input1.Read(context),
                input2.Read(context),
                input3.Read(context),
                input4.Read(context),
                input5.Read(context),
                context)));

    /// <summary>Adds a task without a result.</summary>
    public TaskRef Task<T1, T2, T3, T4, T5>(
        string id,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        ITaskInput<T3> input3,
        ITaskInput<T4> input4,
        ITaskInput<T5> input5,
        Func<T1, T2, T3, T4, T5, TaskContext, System.Threading.Tasks.Task> body,
        TaskSpec? spec = null) =>
        AddTask(
            id,
            spec,
            [input1, input2, input3, input4, input5],
            context => TaskBodies.Run(body(
                input1.Read(context),
                input2.Read(context),
                input3.Read(context),
                input4.Read(context),
                input5.Read(context),
                context)));

    /// <summary>Adds a task that hands on what its body returns.</summary>
    public TaskRef<TResult> Task<T1, T2, T3, T4, T5, TResult>(
        string id,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        ITaskInput<T3> input3,
        ITaskInput<T4> input4,
        ITaskInput<T5> input5,
        Func<T1, T2, T3, T4, T5, TaskContext, Task<TResult>> body,
        TaskSpec? spec = null) =>
        AddTask<TResult>(
            id,
            spec,
            [input1, input2, input3, input4, input5],
            async context => await body(
                input1.Read(context),
                input2.Read(context),
                input3.Read(context),
                input4.Read(context),
                input5.Read(context),
                context));

    /// <summary>Adds a task without a result.</summary>
    public TaskRef Task<T1, T2, T3, T4, T5>(
        string id,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        ITaskInput<T3> input3,
        ITaskInput<T4> input4,
        ITaskInput<T5> input5,
        Action<T1, T2, T3, T4, T5, TaskContext> body,
        TaskSpec? spec = null) =>
        AddTask(
            id,
            spec,
            [input1, input2, input3, input4, input5],
            context => TaskBodies.Run(() => body(
                input1.Read(context),
                input2.Read(context),
                input3.Read(context),
                input4.Read(context),
                input5.Read(context),
                context)));

    /// <summary>Adds a task that hands on what its body returns.</summary>
    public TaskRef<TResult> Task<T1, T2, T3, T4, T5, T6, TResult>(
        string id,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        ITaskInput<T3> input3,
        ITaskInput<T4> input4,
        ITaskInput<T5> input5,
        ITaskInput<T6> input6,
        Func<T1, T2, T3, T4, T5, T6, TaskContext, TResult> body,
        TaskSpec? spec = null) =>
        AddTask<TResult>(
            id,
            spec,
            [input1, input2, input3, input4, input5, input6],
            context => new(body(
                input1.Read(context),
                input2.Read(context),
                input3.Read(context),
                input4.Read(context),
                input5.Read(context),
                input6.Read(context),
                context)));

    /// <summary>Adds a task without a result.</summary>
    public TaskRef Task<T1, T2, T3, T4, T5, T6>(
        string id,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        ITaskInput<T3> input3,
        ITaskInput<T4> input4,
        ITaskInput<T5> input5,
        ITaskInput<T6> input6,
        Func<T1, T2, T3, T4, T5, T6, TaskContext, System.Threading.Tasks.Task> body,
        TaskSpec? spec = null) =>
        AddTask(
            id,
            spec,
            [input1, input2, input3, input4, input5, input6],
            context => TaskBodies.Run(body(
                input1.Read(context),
                input2.Read(context),
                input3.Read(context),
                input4.Read(context),
                input5.Read(context),
                input6.Read(context),
                context)));

    /// <summary>Adds a task that hands on what its body returns.</summary>
    public TaskRef<TResult> Task<T1, T2, T3, T4, T5, T6, TResult>(
        string id,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        ITaskInput<T3> input3,
        ITaskInput<T4> input4,
        ITaskInput<T5> input5,
        ITaskInput<T6> input6,
        Func<T1, T2, T3, T4, T5, T6, TaskContext, Task<TResult>> body,
        TaskSpec? spec = null) =>
        AddTask<TResult>(
            id,
            spec,
            [input1, input2, input3, input4, input5, input6],
            async context => await body(
                input1.Read(context),
                input2.Read(context),
                input3.Read(context),
                input4.Read(context),
                input5.Read(context),
                input6.Read(context),
                context));

    /// <summary>Adds a task without a result.</summary>
    public TaskRef Task<T1, T2, T3, T4, T5, T6>(
        string id,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        ITaskInput<T3> input3,
        ITaskInput<T4> input4,
        ITaskInput<T5> input5,
        ITaskInput<T6> input6,
        Action<T1, T2, T3, T4, T5, T6, TaskContext> body,
        TaskSpec? spec = null) =>
        AddTask(
            id,
            spec,
            [input1, input2, input3, input4, input5, input6],
            context => TaskBodies.Run(() => body(
                input1.Read(context),
                input2.Read(context),
                input3.Read(context),
                input4.Read(context),
                input5.Read(context),
                input6.Read(context),
                context)));

    /// <summary>Adds a task that hands on what its body returns.</summary>
    public TaskRef<TResult> Task<T1, T2, T3, T4, T5, T6, T7, TResult>(
        string id,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        ITaskInput<T3> input3,
        ITaskInput<T4> input4,
        ITaskInput<T5> input5,
        ITaskInput<T6> input6,
        ITaskInput<T7> input7,
        Func<T1, T2, T3, T4, T5, T6, T7, TaskContext, TResult> body,
        TaskSpec? spec = null) =>
        AddTask<TResult>(
            id,
            spec,
            [input1, input2, input3, input4, input5, input6, input7],
            context => new(body(
                input1.Read(context),
                input2.Read(context),
                input3.Read(context),
                input4.Read(context),
                input5.Read(context),
                input6.Read(context),
                input7.Read(context),
                context)));

    /// <summary>Adds a task without a result.</summary>
    public TaskRef Task<T1, T2, T3, T4, T5, T6, T7>(
        string id,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        ITaskInput<T3> input3,
        ITaskInput<T4> input4,
        ITaskInput<T5> input5,
        ITaskInput<T6> input6,
        ITaskInput<T7> input7,
        Func<T1, T2, T3, T4, T5, T6, T7, TaskContext, System.Threading.Tasks.Task> body,
        TaskSpec? spec = null) =>
        AddTask(
            id,
            spec,
            [input1, input2, input3, input4, input5, input6, input7],
            context => TaskBodies.Run(body(
                input1.Read(context),
                input2.Read(context),
                input3.Read(context),
                input4.Read(context),
                input5.Read(context),
                input6.Read(context),
                input7.Read(context),
                context)));

    /// <summary>Adds a task that hands on what its body returns.</summary>
    public TaskRef<TResult> Task<T1, T2, T3, T4, T5, T6, T7, TResult>(
        string id,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        ITaskInput<T3> input3,
        ITaskInput<T4> input4,
        ITaskInput<T5> input5,
        ITaskInput<T6> input6,
        ITaskInput<T7> input7,
        Func<T1, T2, T3, T4, T5, T6, T7, TaskContext, Task<TResult>> body,
        TaskSpec? spec = null) =>
        AddTask<TResult>(
            id,
            spec,
            [input1, input2, input3, input4, input5, input6, input7],
            async context => await body(
                input1.Read(context),
                input2.Read(context),
                input3.Read(context),
                input4.Read(context),
                input5.Read(context),
                input6.Read(context),
                input7.Read(context),
                context));

    /// <summary>Adds a task without a result.</summary>
    public TaskRef Task<T1, T2, T3, T4, T5, T6, T7>(
        string id,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        ITaskInput<T3> input3,
        ITaskInput<T4> input4,
        ITaskInput<T5> input5,
        ITaskInput<T6> input6,
        ITaskInput<T7> input7,
        Action<T1, T2, T3, T4, T5, T6, T7, TaskContext> body,
        TaskSpec? spec = null) =>
        AddTask(
            id,
            spec,
            [input1, input2, input3, input4, input5, input6, input7],
            context => TaskBodies.Run(() => body(
                input1.Read(context),
                input2.Read(context),
                input3.Read(context),
                input4.Read(context),
                input5.Read(context),
                input6.Read(context),
                input7.Read(context),
                context)));

    /// <summary>Adds a task that hands on what its body returns.</summary>
    public TaskRef<TResult> Task<T1, T2, T3, T4, T5, T6, T7, T8, TResult>(
        string id,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        ITaskInput<T3> input3,
        ITaskInput<T4> input4,
        ITaskInput<T5> input5,
        ITaskInput<T6> input6,
        ITaskInput<T7> input7,
        ITaskInput<T8> input8,
        Func<T1, T2, T3, T4, T5, T6, T7, T8, TaskContext, TResult> body,
        TaskSpec? spec = null) =>
        AddTask<TResult>(
            id,
            spec,
            [input1, input2, input3, input4, input5, input6, input7, input8],
            context => new(body(
                input1.Read(context),
                input2.Read(context),
                input3.Read(context),
                input4.Read(context),
                input5.Read(context),
                input6.Read(context),
                input7.Read(context),
                input8.Read(context),
                context)));

    /// <summary>Adds a task without a result.</summary>
    public TaskRef Task<T1, T2, T3, T4, T5, T6, T7, T8>(
        string id,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        ITaskInput<T3> input3,
        ITaskInput<T4> input4,
        ITaskInput<T5> input5,
        ITaskInput<T6> input6,
        ITaskInput<T7> input7,
        ITaskInput<T8> input8,
        Func<T1, T2, T3, T4, T5, T6, T7, T8, TaskContext, System.Threading.Tasks.Task> body,
        TaskSpec? spec = null) =>
        AddTask(
            id,
            spec,
            [input1, input2, input3, input4, input5, input6, input7, input8],
            context => TaskBodies.Run(body(
                input1.Read(context),
                input2.Read(context),
                input3.Read(context),
                input4.Read(context),
                input5.Read(context),
                input6.Read(context),
                input7.Read(context),
                input8.Read(context),
                context)));

    /// <summary>Adds a task that hands on what its body returns.</summary>
    public TaskRef<TResult> Task<T1, T2, T3, T4, T5, T6, T7, T8, TResult>(
        string id,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        ITaskInput<T3> input3,
        ITaskInput<T4> input4,
        ITaskInput<T5> input5,
        ITaskInput<T6> input6,
        ITaskInput<T7> input7,
        ITaskInput<T8> input8,
        Func<T1, T2, T3, T4, T5, T6, T7, T8, TaskContext, Task<TResult>> body,
        TaskSpec? spec = null) =>
        AddTask<TResult>(
            id,
            spec,
            [input1, input2, input3, input4, input5, input6, input7, input8],
            async context => await body(
                input1.Read(context),
                input2.Read(context),
                input3.Read(context),
                input4.Read(context),
                input5.Read(context),
                input6.Read(context),
                input7.Read(context),
                input8.Read(context),
                context));

    /// <summary>Adds a task without a result.</summary>
    public TaskRef Task<T1, T2, T3, T4, T5, T6, T7, T8>(
        string id,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        ITaskInput<T3> input3,
        ITaskInput<T4> input4,
        ITaskInput<T5> input5,
        ITaskInput<T6> input6,
        ITaskInput<T7> input7,
        ITaskInput<T8> input8,
        Action<T1, T2, T3, T4, T5, T6, T7, T8, TaskContext> body,
        TaskSpec? spec = null) =>
        AddTask(
            id,
            spec,
            [input1, input2, input3, input4, input5, input6, input7, input8],
            context => TaskBodies.Run(() => body(
                input1.Read(context),
                input2.Read(context),
                input3.Read(context),
                input4.Read(context),
                input5.Read(context),
                input6.Read(context),
                input7.Read(context),
                input8.Read(context),
                context)));

    /// <summary>Adds a task whose body chooses what is followed; its other direct downstream tasks are skipped.</summary>
    public TaskRef Branch(string id, Func<TaskContext, Follow> body, TaskSpec? spec = null) =>
        AddBranch(id, spec, [], context => new(body(context)));

    /// <summary>Adds a task whose body chooses what is followed; its other direct downstream tasks are skipped.</summary>
    public TaskRef Branch(string id, Func<TaskContext, Task<Follow>> body, TaskSpec? spec = null) =>
        AddBranch(id, spec, [], async context => await body(context));

    /// <summary>Adds a task that skips what follows it when its body answers false.</summary>
    public TaskRef ShortCircuit(string id, Func<TaskContext, bool> body, TaskSpec? spec = null, bool ignoreDownstreamTriggerRules = true) =>
        AddShortCircuit(id, spec, [], context => new(body(context)), ignoreDownstreamTriggerRules);

    /// <summary>Adds a task that skips what follows it when its body answers false.</summary>
    public TaskRef ShortCircuit(
        string id,
        Func<TaskContext, Task<bool>> body,
        TaskSpec? spec = null,
        bool ignoreDownstreamTriggerRules = true) =>
        AddShortCircuit(id, spec, [], async context => await body(context), ignoreDownstreamTriggerRules);

    /// <summary>Adds a task whose body chooses what is followed; its other direct downstream tasks are skipped.</summary>
    public TaskRef Branch<T1>(string id, ITaskInput<T1> input1, Func<T1, TaskContext, Follow> body, TaskSpec? spec = null) =>
        AddBranch(id, spec, [input1], context => new(body(input1.Read(context), context)));

    /// <summary>Adds a task whose body chooses what is followed; its other direct downstream tasks are skipped.</summary>
    public TaskRef Branch<T1>(string id, ITaskInput<T1> input1, Func<T1, TaskContext, Task<Follow>> body, TaskSpec? spec = null) =>
        AddBranch(id, spec, [input1], async context => await body(input1.Read(context), context));

    /// <summary>Adds a task that skips what follows it when its body answers false.</summary>
    public TaskRef ShortCircuit<T1>(
        string id,
        ITaskInput<T1> input1,
        Func<T1, TaskContext, bool> body,
        TaskSpec? spec = null,
        bool ignoreDownstreamTriggerRules = true) =>
        AddShortCircuit(id, spec, [input1], context => new(body(input1.Read(context), context)), ignoreDownstreamTriggerRules);

    /// <summary>Adds a task that skips what follows it when its body answers false.</summary>
    public TaskRef ShortCircuit<T1>(
        string id,
        ITaskInput<T1> input1,
        Func<T1, TaskContext, Task<bool>> body,
        TaskSpec? spec = null,
        bool ignoreDownstreamTriggerRules = true) =>
        AddShortCircuit(id, spec, [input1], async context => await body(input1.Read(context), context), ignoreDownstreamTriggerRules);

    /// <summary>Adds a task whose body chooses what is followed; its other direct downstream tasks are skipped.</summary>
    public TaskRef Branch<T1, T2>(
        string id,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        Func<T1, T2, TaskContext, Follow> body,
        TaskSpec? spec = null) =>
        AddBranch(id, spec, [input1, input2], context => new(body(input1.Read(context), input2.Read(context), context)));

    /// <summary>Adds a task whose body chooses what is followed; its other direct downstream tasks are skipped.</summary>
    public TaskRef Branch<T1, T2>(
        string id,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        Func<T1, T2, TaskContext, Task<Follow>> body,
        TaskSpec? spec = null) =>
        AddBranch(id, spec, [input1, input2], async context => await body(input1.Read(context), input2.Read(context), context));

    /// <summary>Adds a task that skips what follows it when its body answers false.</summary>
    public TaskRef ShortCircuit<T1, T2>(
        string id,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        Func<T1, T2, TaskContext, bool> body,
        TaskSpec? spec = null,
        bool ignoreDownstreamTriggerRules = true) =>
        AddShortCircuit(
            id,
            spec,
            [input1, input2],
            context => new(body(input1.Read(context), input2.Read(context), context)),
            ignoreDownstreamTriggerRules);

    /// <summary>Adds a task that skips what follows it when its body answers false.</summary>
    public TaskRef ShortCircuit<T1, T2>(
        string id,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        Func<T1, T2, TaskContext, Task<bool>> body,
        TaskSpec? spec = null,
        bool ignoreDownstreamTriggerRules = true) =>
        AddShortCircuit(
            id,
            spec,
            [input1, input2],
            async context => await body(input1.Read(context), input2.Read(context), context),
            ignoreDownstreamTriggerRules);

    /// <summary>Adds a task whose body chooses what is followed; its other direct downstream tasks are skipped.</summary>
    public TaskRef Branch<T1, T2, T3>(
        string id,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        ITaskInput<T3> input3,
        Func<T1, T2, T3, TaskContext, Follow> body,
        TaskSpec? spec = null) =>
        AddBranch(
            id,
            spec,
            [input1, input2, input3],
            context => new(body(input1.Read(context), input2.Read(context), input3.Read(context), context)));

    /// <summary>Adds a task whose body chooses what is followed; its other direct downstream tasks are skipped.</summary>
    public TaskRef Branch<T1, T2, T3>(
        string id,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        ITaskInput<T3> input3,
        Func<T1, T2, T3, TaskContext, Task<Follow>> body,
        TaskSpec? spec = null) =>
        AddBranch(
            id,
            spec,
            [input1, input2, input3],
            async context => await body(input1.Read(context), input2.Read(context), input3.Read(context), context));

    /// <summary>Adds a task that skips what follows it when its body answers false.</summary>
    public TaskRef ShortCircuit<T1, T2, T3>(
        string id,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        ITaskInput<T3> input3,
        Func<T1, T2, T3, TaskContext, bool> body,
        TaskSpec? spec = null,
        bool ignoreDownstreamTriggerRules = true) =>
        AddShortCircuit(
            id,
            spec,
            [input1, input2, input3],
            context => new(body(input1.Read(context), input2.Read(context), input3.Read(context), context)),
            ignoreDownstreamTriggerRules);

    /// <summary>Adds a task that skips what follows it when its body answers false.</summary>
    public TaskRef ShortCircuit<T1, T2, T3>(
        string id,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        ITaskInput<T3> input3,
        Func<T1, T2, T3, TaskContext, Task<bool>> body,
        TaskSpec? spec = null,
        bool ignoreDownstreamTriggerRules = true) =>
        AddShortCircuit(
            id,
            spec,
            [input1, input2, input3],
            async context => await body(input1.Read(context), input2.Read(context), input3.Read(context), context),
            ignoreDownstreamTriggerRules);

    /// <summary>Adds a task whose body chooses what is followed; its other direct downstream tasks are skipped.</summary>
    public TaskRef Branch<T1, T2, T3, T4>(
        string id,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        ITaskInput<T3> input3,
        ITaskInput<T4> input4,
        Func<T1, T2, T3, T4, TaskContext, Follow> body,
        TaskSpec? spec = null) =>
        AddBranch(
            id,
            spec,
            [input1, input2, input3, input4],
            context => new(body(input1.Read(context), input2.Read(context), input3.Read(context), input4.Read(context), context)));

    /// <summary>Adds a task whose body chooses what is followed; its other direct downstream tasks are skipped.</summary>
    public TaskRef Branch<T1, T2, T3, T4>(
        string id,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        ITaskInput<T3> input3,
        ITaskInput<T4> input4,
        Func<T1, T2, T3, T4, TaskContext, Task<Follow>> body,
        TaskSpec? spec = null) =>
        AddBranch(
            id,
            spec,
            [input1, input2, input3, input4],
            async context => await body(input1.Read(context), input2.Read(context), input3.Read(context), input4.Read(context), context));

    /// <summary>Adds a task that skips what follows it when its body answers false.</summary>
    public TaskRef ShortCircuit<T1, T2, T3, T4>(
        string id,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        ITaskInput<T3> input3,
        ITaskInput<T4> input4,
        Func<T1, T2, T3, T4, TaskContext, bool> body,
        TaskSpec? spec = null,
        bool ignoreDownstreamTriggerRules = true) =>
        AddShortCircuit(
            id,
            spec,
            [input1, input2, input3, input4],
            context => new(body(input1.Read(context), input2.Read(context), input3.Read(context), input4.Read(context), context)),
            ignoreDownstreamTriggerRules);

    /// <summary>Adds a task that skips what follows it when its body answers false.</summary>
    public TaskRef ShortCircuit<T1, T2, T3, T4>(
        string id,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        ITaskInput<T3> input3,
        ITaskInput<T4> input4,
        Func<T1, T2, T3, T4, TaskContext, Task<bool>> body,
        TaskSpec? spec = null,
        bool ignoreDownstreamTriggerRules = true) =>
        AddShortCircuit(
            id,
            spec,
            [input1, input2, input3, input4],
            async context => await body(input1.Read(context), input2.Read(context), input3.Read(context), input4.Read(context), context),
            ignoreDownstreamTriggerRules);

    /// <summary>Adds a task that calls its body again and again until it is true.</summary>
    public TaskRef Sensor(string id, Func<TaskContext, bool> body, SensorSpec? sensor = null, TaskSpec? spec = null) =>
        AddSensor(id, spec, [], context => new(body(context)), sensor);

    /// <summary>Adds a task that calls its body again and again until it is true.</summary>
    public TaskRef Sensor(string id, Func<TaskContext, Task<bool>> body, SensorSpec? sensor = null, TaskSpec? spec = null) =>
        AddSensor(id, spec, [], async context => await body(context), sensor);

    /// <summary>Adds a task that calls its body again and again until it is true and hands on the value it is done with.</summary>
    public TaskRef<TResult> Sensor<TResult>(
        string id,
        Func<TaskContext, Poke<TResult>> body,
        SensorSpec? sensor = null,
        TaskSpec? spec = null) =>
        AddSensor<TResult>(id, spec, [], context => new(body(context)), sensor);

    /// <summary>Adds a task that calls its body again and again until it is true and hands on the value it is done with.</summary>
    public TaskRef<TResult> Sensor<TResult>(
        string id,
        Func<TaskContext, Task<Poke<TResult>>> body,
        SensorSpec? sensor = null,
        TaskSpec? spec = null) =>
        AddSensor<TResult>(id, spec, [], async context => await body(context), sensor);

    /// <summary>Adds a task that calls its body again and again until it is true.</summary>
    public TaskRef Sensor<T1>(
        string id,
        ITaskInput<T1> input1,
        Func<T1, TaskContext, bool> body,
        SensorSpec? sensor = null,
        TaskSpec? spec = null) =>
        AddSensor(id, spec, [input1], context => new(body(input1.Read(context), context)), sensor);

    /// <summary>Adds a task that calls its body again and again until it is true.</summary>
    public TaskRef Sensor<T1>(
        string id,
        ITaskInput<T1> input1,
        Func<T1, TaskContext, Task<bool>> body,
        SensorSpec? sensor = null,
        TaskSpec? spec = null) =>
        AddSensor(id, spec, [input1], async context => await body(input1.Read(context), context), sensor);

    /// <summary>Adds a task that calls its body again and again until it is true and hands on the value it is done with.</summary>
    public TaskRef<TResult> Sensor<T1, TResult>(
        string id,
        ITaskInput<T1> input1,
        Func<T1, TaskContext, Poke<TResult>> body,
        SensorSpec? sensor = null,
        TaskSpec? spec = null) =>
        AddSensor<TResult>(id, spec, [input1], context => new(body(input1.Read(context), context)), sensor);

    /// <summary>Adds a task that calls its body again and again until it is true and hands on the value it is done with.</summary>
    public TaskRef<TResult> Sensor<T1, TResult>(
        string id,
        ITaskInput<T1> input1,
        Func<T1, TaskContext, Task<Poke<TResult>>> body,
        SensorSpec? sensor = null,
        TaskSpec? spec = null) =>
        AddSensor<TResult>(id, spec, [input1], async context => await body(input1.Read(context), context), sensor);

    /// <summary>Adds a task that calls its body again and again until it is true.</summary>
    public TaskRef Sensor<T1, T2>(
        string id,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        Func<T1, T2, TaskContext, bool> body,
        SensorSpec? sensor = null,
        TaskSpec? spec = null) =>
        AddSensor(id, spec, [input1, input2], context => new(body(input1.Read(context), input2.Read(context), context)), sensor);

    /// <summary>Adds a task that calls its body again and again until it is true.</summary>
    public TaskRef Sensor<T1, T2>(
        string id,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        Func<T1, T2, TaskContext, Task<bool>> body,
        SensorSpec? sensor = null,
        TaskSpec? spec = null) =>
        AddSensor(id, spec, [input1, input2], async context => await body(input1.Read(context), input2.Read(context), context), sensor);

    /// <summary>Adds a task that calls its body again and again until it is true and hands on the value it is done with.</summary>
    public TaskRef<TResult> Sensor<T1, T2, TResult>(
        string id,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        Func<T1, T2, TaskContext, Poke<TResult>> body,
        SensorSpec? sensor = null,
        TaskSpec? spec = null) =>
        AddSensor<TResult>(id, spec, [input1, input2], context => new(body(input1.Read(context), input2.Read(context), context)), sensor);

    /// <summary>Adds a task that calls its body again and again until it is true and hands on the value it is done with.</summary>
    public TaskRef<TResult> Sensor<T1, T2, TResult>(
        string id,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        Func<T1, T2, TaskContext, Task<Poke<TResult>>> body,
        SensorSpec? sensor = null,
        TaskSpec? spec = null) =>
        AddSensor<TResult>(
            id,
            spec,
            [input1, input2],
            async context => await body(input1.Read(context), input2.Read(context), context),
            sensor);

    /// <summary>Adds a task that hands on what its body returns, with one instance for each element of a task's result.</summary>
    public MappedTaskRef<TResult> Map<TItem, TResult>(
        string id,
        ITaskInput<IReadOnlyList<TItem>> over,
        Func<TItem, TaskContext, TResult> body,
        TaskSpec? spec = null) =>
        Map(id, Each.In(over), body, spec);

    /// <summary>Adds a task that hands on what its body returns, with one instance for each element.</summary>
    public MappedTaskRef<TResult> Map<TItem, TResult>(
        string id,
        Mapping<TItem> over,
        Func<TItem, TaskContext, TResult> body,
        TaskSpec? spec = null)
    {
        Mapping<TItem> items = over.Own();
        return AddMappedTask<TResult>(id, spec, items, [], context => new(body(items.Read(context), context)));
    }

    /// <summary>Adds a task without a result, with one instance for each element of a task's result.</summary>
    public TaskRef Map<TItem>(
        string id,
        ITaskInput<IReadOnlyList<TItem>> over,
        Func<TItem, TaskContext, System.Threading.Tasks.Task> body,
        TaskSpec? spec = null) =>
        Map(id, Each.In(over), body, spec);

    /// <summary>Adds a task without a result, with one instance for each element.</summary>
    public TaskRef Map<TItem>(
        string id,
        Mapping<TItem> over,
        Func<TItem, TaskContext, System.Threading.Tasks.Task> body,
        TaskSpec? spec = null)
    {
        Mapping<TItem> items = over.Own();
        return AddMappedTask(id, spec, items, [], context => TaskBodies.Run(body(items.Read(context), context)));
    }

    /// <summary>Adds a task that hands on what its body returns, with one instance for each element of a task's result.</summary>
    public MappedTaskRef<TResult> Map<TItem, TResult>(
        string id,
        ITaskInput<IReadOnlyList<TItem>> over,
        Func<TItem, TaskContext, Task<TResult>> body,
        TaskSpec? spec = null) =>
        Map(id, Each.In(over), body, spec);

    /// <summary>Adds a task that hands on what its body returns, with one instance for each element.</summary>
    public MappedTaskRef<TResult> Map<TItem, TResult>(
        string id,
        Mapping<TItem> over,
        Func<TItem, TaskContext, Task<TResult>> body,
        TaskSpec? spec = null)
    {
        Mapping<TItem> items = over.Own();
        return AddMappedTask<TResult>(id, spec, items, [], async context => await body(items.Read(context), context));
    }

    /// <summary>Adds a task without a result, with one instance for each element of a task's result.</summary>
    public TaskRef Map<TItem>(string id, ITaskInput<IReadOnlyList<TItem>> over, Action<TItem, TaskContext> body, TaskSpec? spec = null) =>
        Map(id, Each.In(over), body, spec);

    /// <summary>Adds a task without a result, with one instance for each element.</summary>
    public TaskRef Map<TItem>(string id, Mapping<TItem> over, Action<TItem, TaskContext> body, TaskSpec? spec = null)
    {
        Mapping<TItem> items = over.Own();
        return AddMappedTask(id, spec, items, [], context => TaskBodies.Run(() => body(items.Read(context), context)));
    }

    /// <summary>Adds a task that hands on what its body returns, with one instance for each element of a task's result.</summary>
    public MappedTaskRef<TResult> Map<TItem, T1, TResult>(
        string id,
        ITaskInput<IReadOnlyList<TItem>> over,
        ITaskInput<T1> input1,
        Func<TItem, T1, TaskContext, TResult> body,
        TaskSpec? spec = null) =>
        Map(id, Each.In(over), input1, body, spec);

    /// <summary>Adds a task that hands on what its body returns, with one instance for each element.</summary>
    public MappedTaskRef<TResult> Map<TItem, T1, TResult>(
        string id,
        Mapping<TItem> over,
        ITaskInput<T1> input1,
        Func<TItem, T1, TaskContext, TResult> body,
        TaskSpec? spec = null)
    {
        Mapping<TItem> items = over.Own();
        return AddMappedTask<TResult>(id, spec, items, [input1], context => new(body(items.Read(context), input1.Read(context), context)));
    }

    /// <summary>Adds a task without a result, with one instance for each element of a task's result.</summary>
    public TaskRef Map<TItem, T1>(
        string id,
        ITaskInput<IReadOnlyList<TItem>> over,
        ITaskInput<T1> input1,
        Func<TItem, T1, TaskContext, System.Threading.Tasks.Task> body,
        TaskSpec? spec = null) =>
        Map(id, Each.In(over), input1, body, spec);

    /// <summary>Adds a task without a result, with one instance for each element.</summary>
    public TaskRef Map<TItem, T1>(
        string id,
        Mapping<TItem> over,
        ITaskInput<T1> input1,
        Func<TItem, T1, TaskContext, System.Threading.Tasks.Task> body,
        TaskSpec? spec = null)
    {
        Mapping<TItem> items = over.Own();
        return AddMappedTask(
            id,
            spec,
            items,
            [input1],
            context => TaskBodies.Run(body(items.Read(context), input1.Read(context), context)));
    }

    /// <summary>Adds a task that hands on what its body returns, with one instance for each element of a task's result.</summary>
    public MappedTaskRef<TResult> Map<TItem, T1, TResult>(
        string id,
        ITaskInput<IReadOnlyList<TItem>> over,
        ITaskInput<T1> input1,
        Func<TItem, T1, TaskContext, Task<TResult>> body,
        TaskSpec? spec = null) =>
        Map(id, Each.In(over), input1, body, spec);

    /// <summary>Adds a task that hands on what its body returns, with one instance for each element.</summary>
    public MappedTaskRef<TResult> Map<TItem, T1, TResult>(
        string id,
        Mapping<TItem> over,
        ITaskInput<T1> input1,
        Func<TItem, T1, TaskContext, Task<TResult>> body,
        TaskSpec? spec = null)
    {
        Mapping<TItem> items = over.Own();
        return AddMappedTask<TResult>(
            id,
            spec,
            items,
            [input1],
            async context => await body(items.Read(context), input1.Read(context), context));
    }

    /// <summary>Adds a task without a result, with one instance for each element of a task's result.</summary>
    public TaskRef Map<TItem, T1>(
        string id,
        ITaskInput<IReadOnlyList<TItem>> over,
        ITaskInput<T1> input1,
        Action<TItem, T1, TaskContext> body,
        TaskSpec? spec = null) =>
        Map(id, Each.In(over), input1, body, spec);

    /// <summary>Adds a task without a result, with one instance for each element.</summary>
    public TaskRef Map<TItem, T1>(
        string id,
        Mapping<TItem> over,
        ITaskInput<T1> input1,
        Action<TItem, T1, TaskContext> body,
        TaskSpec? spec = null)
    {
        Mapping<TItem> items = over.Own();
        return AddMappedTask(
            id,
            spec,
            items,
            [input1],
            context => TaskBodies.Run(() => body(items.Read(context), input1.Read(context), context)));
    }

    /// <summary>Adds a task that hands on what its body returns, with one instance for each element of a task's result.</summary>
    public MappedTaskRef<TResult> Map<TItem, T1, T2, TResult>(
        string id,
        ITaskInput<IReadOnlyList<TItem>> over,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        Func<TItem, T1, T2, TaskContext, TResult> body,
        TaskSpec? spec = null) =>
        Map(id, Each.In(over), input1, input2, body, spec);

    /// <summary>Adds a task that hands on what its body returns, with one instance for each element.</summary>
    public MappedTaskRef<TResult> Map<TItem, T1, T2, TResult>(
        string id,
        Mapping<TItem> over,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        Func<TItem, T1, T2, TaskContext, TResult> body,
        TaskSpec? spec = null)
    {
        Mapping<TItem> items = over.Own();
        return AddMappedTask<TResult>(
            id,
            spec,
            items,
            [input1, input2],
            context => new(body(items.Read(context), input1.Read(context), input2.Read(context), context)));
    }

    /// <summary>Adds a task without a result, with one instance for each element of a task's result.</summary>
    public TaskRef Map<TItem, T1, T2>(
        string id,
        ITaskInput<IReadOnlyList<TItem>> over,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        Func<TItem, T1, T2, TaskContext, System.Threading.Tasks.Task> body,
        TaskSpec? spec = null) =>
        Map(id, Each.In(over), input1, input2, body, spec);

    /// <summary>Adds a task without a result, with one instance for each element.</summary>
    public TaskRef Map<TItem, T1, T2>(
        string id,
        Mapping<TItem> over,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        Func<TItem, T1, T2, TaskContext, System.Threading.Tasks.Task> body,
        TaskSpec? spec = null)
    {
        Mapping<TItem> items = over.Own();
        return AddMappedTask(
            id,
            spec,
            items,
            [input1, input2],
            context => TaskBodies.Run(body(items.Read(context), input1.Read(context), input2.Read(context), context)));
    }

    /// <summary>Adds a task that hands on what its body returns, with one instance for each element of a task's result.</summary>
    public MappedTaskRef<TResult> Map<TItem, T1, T2, TResult>(
        string id,
        ITaskInput<IReadOnlyList<TItem>> over,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        Func<TItem, T1, T2, TaskContext, Task<TResult>> body,
        TaskSpec? spec = null) =>
        Map(id, Each.In(over), input1, input2, body, spec);

    /// <summary>Adds a task that hands on what its body returns, with one instance for each element.</summary>
    public MappedTaskRef<TResult> Map<TItem, T1, T2, TResult>(
        string id,
        Mapping<TItem> over,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        Func<TItem, T1, T2, TaskContext, Task<TResult>> body,
        TaskSpec? spec = null)
    {
        Mapping<TItem> items = over.Own();
        return AddMappedTask<TResult>(
            id,
            spec,
            items,
            [input1, input2],
            async context => await body(items.Read(context), input1.Read(context), input2.Read(context), context));
    }

    /// <summary>Adds a task without a result, with one instance for each element of a task's result.</summary>
    public TaskRef Map<TItem, T1, T2>(
        string id,
        ITaskInput<IReadOnlyList<TItem>> over,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        Action<TItem, T1, T2, TaskContext> body,
        TaskSpec? spec = null) =>
        Map(id, Each.In(over), input1, input2, body, spec);

    /// <summary>Adds a task without a result, with one instance for each element.</summary>
    public TaskRef Map<TItem, T1, T2>(
        string id,
        Mapping<TItem> over,
        ITaskInput<T1> input1,
        ITaskInput<T2> input2,
        Action<TItem, T1, T2, TaskContext> body,
        TaskSpec? spec = null)
    {
        Mapping<TItem> items = over.Own();
        return AddMappedTask(
            id,
            spec,
            items,
            [input1, input2],
            context => TaskBodies.Run(() => body(items.Read(context), input1.Read(context), input2.Read(context), context)));
    }

    /// <summary>Adds a task that hands on what its body returns for each combination, the last list changing fastest.</summary>
    public MappedTaskRef<TResult> MapMany<TItem1, TItem2, TResult>(
        string id,
        ITaskInput<IReadOnlyList<TItem1>> over1,
        ITaskInput<IReadOnlyList<TItem2>> over2,
        Func<TItem1, TItem2, TaskContext, TResult> body,
        TaskSpec? spec = null) =>
        Map(id, Each.In(over1).Cross(Each.In(over2)), (item, context) => body(item.First, item.Second, context), spec);

    /// <summary>Adds a task without a result for each combination, the last list changing fastest.</summary>
    public TaskRef MapMany<TItem1, TItem2>(
        string id,
        ITaskInput<IReadOnlyList<TItem1>> over1,
        ITaskInput<IReadOnlyList<TItem2>> over2,
        Func<TItem1, TItem2, TaskContext, System.Threading.Tasks.Task> body,
        TaskSpec? spec = null) =>
        Map(id, Each.In(over1).Cross(Each.In(over2)), (item, context) => body(item.First, item.Second, context), spec);

    /// <summary>Adds a task that hands on what its body returns for each combination, the last list changing fastest.</summary>
    public MappedTaskRef<TResult> MapMany<TItem1, TItem2, TResult>(
        string id,
        ITaskInput<IReadOnlyList<TItem1>> over1,
        ITaskInput<IReadOnlyList<TItem2>> over2,
        Func<TItem1, TItem2, TaskContext, Task<TResult>> body,
        TaskSpec? spec = null) =>
        Map(id, Each.In(over1).Cross(Each.In(over2)), (item, context) => body(item.First, item.Second, context), spec);

    /// <summary>Adds a task without a result for each combination, the last list changing fastest.</summary>
    public TaskRef MapMany<TItem1, TItem2>(
        string id,
        ITaskInput<IReadOnlyList<TItem1>> over1,
        ITaskInput<IReadOnlyList<TItem2>> over2,
        Action<TItem1, TItem2, TaskContext> body,
        TaskSpec? spec = null) =>
        Map(id, Each.In(over1).Cross(Each.In(over2)), (item, context) => body(item.First, item.Second, context), spec);

    /// <summary>Adds a task that hands on what its body returns for each combination, the last list changing fastest.</summary>
    public MappedTaskRef<TResult> MapMany<TItem1, TItem2, TItem3, TResult>(
        string id,
        ITaskInput<IReadOnlyList<TItem1>> over1,
        ITaskInput<IReadOnlyList<TItem2>> over2,
        ITaskInput<IReadOnlyList<TItem3>> over3,
        Func<TItem1, TItem2, TItem3, TaskContext, TResult> body,
        TaskSpec? spec = null) =>
        Map(
            id,
            Each.In(over1).Cross(Each.In(over2)).Cross(Each.In(over3)),
            (item, context) => body(item.First.First, item.First.Second, item.Second, context),
            spec);

    /// <summary>Adds a task without a result for each combination, the last list changing fastest.</summary>
    public TaskRef MapMany<TItem1, TItem2, TItem3>(
        string id,
        ITaskInput<IReadOnlyList<TItem1>> over1,
        ITaskInput<IReadOnlyList<TItem2>> over2,
        ITaskInput<IReadOnlyList<TItem3>> over3,
        Func<TItem1, TItem2, TItem3, TaskContext, System.Threading.Tasks.Task> body,
        TaskSpec? spec = null) =>
        Map(
            id,
            Each.In(over1).Cross(Each.In(over2)).Cross(Each.In(over3)),
            (item, context) => body(item.First.First, item.First.Second, item.Second, context),
            spec);

    /// <summary>Adds a task that hands on what its body returns for each combination, the last list changing fastest.</summary>
    public MappedTaskRef<TResult> MapMany<TItem1, TItem2, TItem3, TResult>(
        string id,
        ITaskInput<IReadOnlyList<TItem1>> over1,
        ITaskInput<IReadOnlyList<TItem2>> over2,
        ITaskInput<IReadOnlyList<TItem3>> over3,
        Func<TItem1, TItem2, TItem3, TaskContext, Task<TResult>> body,
        TaskSpec? spec = null) =>
        Map(
            id,
            Each.In(over1).Cross(Each.In(over2)).Cross(Each.In(over3)),
            (item, context) => body(item.First.First, item.First.Second, item.Second, context),
            spec);

    /// <summary>Adds a task without a result for each combination, the last list changing fastest.</summary>
    public TaskRef MapMany<TItem1, TItem2, TItem3>(
        string id,
        ITaskInput<IReadOnlyList<TItem1>> over1,
        ITaskInput<IReadOnlyList<TItem2>> over2,
        ITaskInput<IReadOnlyList<TItem3>> over3,
        Action<TItem1, TItem2, TItem3, TaskContext> body,
        TaskSpec? spec = null) =>
        Map(
            id,
            Each.In(over1).Cross(Each.In(over2)).Cross(Each.In(over3)),
            (item, context) => body(item.First.First, item.First.Second, item.Second, context),
            spec);

    /// <summary>Adds a task that is parked on a trigger, without a slot, and continues with the trigger's event.</summary>
    public TaskRef<TResult> Deferrable<TResult>(
        string id,
        Func<TaskContext, Deferral> start,
        Func<TriggerEvent, TaskContext, TResult> resume,
        TaskSpec? spec = null) =>
        AddDeferrable<TResult>(
            id,
            spec,
            [],
            context => new(start(context)),
            context => new(resume((TriggerEvent)context.Host.ResumedWith!, context)));

    /// <summary>Adds a task that is parked on a trigger, without a slot, and continues with the trigger's event.</summary>
    public TaskRef<TResult> Deferrable<TResult>(
        string id,
        Func<TaskContext, Deferral> start,
        Func<TriggerEvent, TaskContext, Task<TResult>> resume,
        TaskSpec? spec = null) =>
        AddDeferrable<TResult>(
            id,
            spec,
            [],
            context => new(start(context)),
            async context => await resume((TriggerEvent)context.Host.ResumedWith!, context));

    /// <summary>Adds a task that is parked on a trigger, without a slot, and continues with the trigger's event.</summary>
    public TaskRef<TResult> Deferrable<T1, TResult>(
        string id,
        ITaskInput<T1> input1,
        Func<T1, TaskContext, Deferral> start,
        Func<T1, TriggerEvent, TaskContext, TResult> resume,
        TaskSpec? spec = null) =>
        AddDeferrable<TResult>(
            id,
            spec,
            [input1],
            context => new(start(input1.Read(context), context)),
            context => new(resume(input1.Read(context), (TriggerEvent)context.Host.ResumedWith!, context)));

    /// <summary>Adds a task that is parked on a trigger, without a slot, and continues with the trigger's event.</summary>
    public TaskRef<TResult> Deferrable<T1, TResult>(
        string id,
        ITaskInput<T1> input1,
        Func<T1, TaskContext, Deferral> start,
        Func<T1, TriggerEvent, TaskContext, Task<TResult>> resume,
        TaskSpec? spec = null) =>
        AddDeferrable<TResult>(
            id,
            spec,
            [input1],
            context => new(start(input1.Read(context), context)),
            async context => await resume(input1.Read(context), (TriggerEvent)context.Host.ResumedWith!, context));
}
