using System.Runtime.CompilerServices;

namespace Windtunnel.Engine;

/// <summary>A built DAG, prepared for scheduling. Immutable; shared by all its runs. Made in time proportional to tasks and
/// edges.</summary>
internal sealed class DagPlan
{
    private static readonly ConditionalWeakTable<Dag, DagPlan> Known = [];
    private readonly Lazy<PriorityWeights> _weights;

    private DagPlan(Dag dag, TaskPlan[] tasks, TaskPlan[] byRank)
    {
        Dag = dag;
        Tasks = tasks;
        ByRank = byRank;
        ById = tasks.ToDictionary(task => task.Id, StringComparer.Ordinal);
        Outline = dag.Outline();
        _weights = new(() => new PriorityWeights(tasks));
    }

    public Dag Dag { get; }

    public TaskPlan[] Tasks { get; }

    /// <summary>In the order of task ids.</summary>
    public TaskPlan[] ByRank { get; }

    public Dictionary<string, TaskPlan> ById { get; }

    /// <summary>The structure as journals keep it.</summary>
    public DagOutline Outline { get; }

    /// <summary>Computed for a task when it is first asked for, since most runs never compare weights.</summary>
    public PriorityWeights Weights => _weights.Value;

    /// <summary>The plan of a task; of one of another version of the DAG, that of its namesake.</summary>
    public TaskPlan this[TaskRef task] =>
        task.Index < Tasks.Length && Tasks[task.Index] is { } plan && plan.Task == task ? plan : ById[task.Id];

    /// <summary>The plan of a DAG, made once and kept as long as the DAG.</summary>
    /// <exception cref="DagException">The DAG is not valid.</exception>
    public static DagPlan Of(Dag dag) => Known.GetValue(dag, Make);

    private static DagPlan Make(Dag dag)
    {
        dag.Build();
        TaskRef[] byId = [.. dag.Tasks.OrderBy(task => task.Id, StringComparer.Ordinal)];
        var tasks = new TaskPlan[byId.Length];
        var byRank = new TaskPlan[byId.Length];
        for (int rank = 0; rank < byId.Length; rank++)
        {
            byRank[rank] = tasks[byId[rank].Index] = Describe(byId[rank], rank);
        }

        var plan = new DagPlan(dag, tasks, byRank);
        Edges.Draw(plan);
        SetupScopes.Find(plan);
        return plan;
    }

    private static TaskPlan Describe(TaskRef task, int rank)
    {
        List<Mapping> mappings = [];
        for (TaskScope? scope = task.Scope; scope is not null; scope = scope.Parent)
        {
            if (scope.Mapping is { } mapping)
            {
                mappings.Insert(0, mapping);
            }
        }

        int groups = mappings.Count;
        if (task.Definition.Mapping is { } own)
        {
            mappings.Add(own);
        }

        TaskSpec spec = task.Spec;
        return new(task, rank)
        {
            Mappings = [.. mappings],
            GroupMappings = groups,
            CanSkipDownstream = task.Kind.CanSkipDownstream(),
            IsEmptyShortcut = task.Kind == TaskKind.Empty && spec.Callbacks.OnExecute.IsEmpty && spec.Callbacks.OnSuccess.IsEmpty
                && spec.Inlets.IsEmpty && spec.Outlets.IsEmpty && spec.OutletAliases.IsEmpty,
        };
    }
}
