using System.Diagnostics.CodeAnalysis;

namespace Windtunnel;

/// <summary>A task of a DAG: what was authored, and the handle by which other tasks are wired to it.</summary>
public class TaskRef : Node
{
    /// <summary>Up to here a list is searched faster than a set is kept.</summary>
    private const int SearchedAsList = 16;

    private readonly List<TaskRef> _upstream = [];
    private readonly List<TaskRef> _downstream = [];
    private HashSet<TaskRef>? _upstreamSet;

    internal TaskRef(TaskScope scope, TaskDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition.LocalId);
        Upstream = _upstream.AsReadOnly();
        Downstream = _downstream.AsReadOnly();
        Scope = scope;
        Definition = definition;
        Id = scope.Qualify(definition.LocalId);
        Index = scope.Dag.Adopt(this);
    }

    /// <summary>The task id, with the ids of the groups it lies in, e.g. <c>load.copy</c>.</summary>
    public string Id { get; }

    /// <summary>Retries, trigger rule and all else that was set for it, after the DAG's defaults were applied.</summary>
    public TaskSpec Spec => Definition.Spec;

    /// <summary>What kind of task it is.</summary>
    public TaskKind Kind => Definition.Kind;

    /// <summary>True after <see cref="AsSetup"/>.</summary>
    public bool IsSetup { get; private set; }

    /// <summary>True after <see cref="AsTeardown"/>.</summary>
    public bool IsTeardown { get; private set; }

    /// <summary>For a teardown: whether its failure fails the run. False unless <see cref="AsTeardown"/> said otherwise.</summary>
    public bool OnFailureFailDagRun { get; private set; }

    /// <summary>True when it is mapped itself; a task in a mapped group is not.</summary>
    public bool IsMapped => Definition.Mapping is not null;

    /// <summary>The innermost group it lies in; null at the top of the DAG.</summary>
    public TaskGroup? Group => Scope as TaskGroup;

    /// <summary>The tasks it directly waits for, in the order in which the edges were drawn.</summary>
    public IReadOnlyList<TaskRef> Upstream { get; }

    /// <summary>The tasks that directly wait for it, in the order in which the edges were drawn.</summary>
    public IReadOnlyList<TaskRef> Downstream { get; }

    internal TaskScope Scope { get; }

    internal TaskDefinition Definition { get; }

    /// <summary>Position in <see cref="Dag.Tasks"/>.</summary>
    internal int Index { get; }

    internal override IEnumerable<TaskRef> Roots => [this];

    internal override IEnumerable<TaskRef> Leaves => [this];

    /// <summary>The rule in force: a teardown's is always <see cref="TriggerRule.AllDoneSetupSuccess"/>.</summary>
    public TriggerRule TriggerRule => IsTeardown ? TriggerRule.AllDoneSetupSuccess : Spec.TriggerRule;

    /// <summary>Marks it as a setup: what follows it needs it, and its teardowns undo it.</summary>
    public TaskRef AsSetup()
    {
        Scope.Dag.Guard(this);
        IsSetup = true;
        return this;
    }

    /// <summary>Marks it as the teardown of <paramref name="setups"/>, marks those as setups, and draws the edges between them.</summary>
    /// <param name="onFailureFailDagRun">True: the run fails when this teardown fails. False, the default: it is no leaf of the
    /// run.</param>
    /// <param name="setups">What it tears down; may be empty.</param>
    public TaskRef AsTeardown(bool onFailureFailDagRun = false, params ReadOnlySpan<TaskRef> setups)
    {
        Scope.Dag.Guard(this);
        IsTeardown = true;
        OnFailureFailDagRun = onFailureFailDagRun;
        foreach (TaskRef setup in setups)
        {
            setup.AsSetup();
            Edges.Draw(setup, this);
        }

        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => Id;

    internal void AddUpstream(TaskRef task)
    {
        if (HasUpstream(task))
        {
            return;
        }

        _upstream.Add(task);
        _upstreamSet?.Add(task);
        task._downstream.Add(this);
        TaskGroup.Joined(task, this);
    }

    private bool HasUpstream(TaskRef task)
    {
        if (_upstream.Count <= SearchedAsList)
        {
            return _upstream.Contains(task);
        }

        _upstreamSet ??= [.. _upstream];
        return _upstreamSet.Contains(task);
    }
}

/// <summary>A task whose result is a <typeparamref name="T"/>. Passing it to another task draws the data edge.</summary>
/// <typeparam name="T">What the body returns; it is handed on as the XCom <c>return_value</c>.</typeparam>
public class TaskRef<T> : TaskRef, ITaskInput<T>
{
    internal TaskRef(TaskScope scope, TaskDefinition definition)
        : base(scope, definition)
    {
    }

    IEnumerable<TaskRef> ITaskInput.Sources => [this];

    InputKind ITaskInput.Kind => InputKind.Result;

    T ITaskInput<T>.Read(TaskContext context) => ReadResult(context);

    /// <summary>The result, or <paramref name="fallback"/> where the task left none (it was skipped, failed, or returned null).</summary>
    public ITaskInput<T> Or(T fallback) => new FallbackInput<T>(this, fallback);

    /// <summary>The result, or null (the type's default for a value type) where the task left none.</summary>
    public ITaskInput<T?> OrDefault() => new FallbackInput<T>(this, default);

    /// <summary>For a task in a mapped group, read outside the group: the results of all its indexes, in the order of the index.</summary>
    public ITaskInput<T[]> Collect() => new CollectedInput<T>(this);

    private protected virtual T ReadResult(TaskContext context) =>
        TryReadResult(context, out T? value) ? value : throw XComMissingException.For(this, context);

    /// <summary>False where the task left no result.</summary>
    internal virtual bool TryReadResult(TaskContext context, [MaybeNullWhen(false)] out T result)
    {
        XComValue? value = context.Host.ReadResult(this);
        bool found = value is { IsNull: false };
        result = found ? value!.As<T>(context) : default;
        return found;
    }
}

/// <summary>A mapped task: one instance for each element it is mapped over. As an input it is the list of what its instances
/// returned.</summary>
/// <typeparam name="T">What one instance returns.</typeparam>
public sealed class MappedTaskRef<T> : TaskRef<T[]>
{
    internal MappedTaskRef(TaskScope scope, TaskDefinition definition)
        : base(scope, definition)
    {
    }

    private protected override T[] ReadResult(TaskContext context) => CollectedInput<T>.ReadAll(this, context);

    internal override bool TryReadResult(TaskContext context, out T[] result)
    {
        result = CollectedInput<T>.ReadAll(this, context);
        return result.Length > 0;
    }
}
