using System.Collections.Immutable;

namespace Windtunnel;

/// <summary>How a task is run. Immutable; names, defaults and meanings are Airflow's.</summary>
public sealed record TaskSpec
{
    /// <summary>When the task may run, given its upstream tasks. Default: all of them succeeded. A teardown's rule cannot be
    /// chosen.</summary>
    public TriggerRule TriggerRule { get; init; } = TriggerRule.AllSuccess;

    /// <summary>How often a failed try is repeated. Null, the default, takes the DAG's default, which is 0.</summary>
    public int? Retries { get; init; }

    /// <summary>The wait before a retry. Null takes the DAG's default, which is 5 minutes.</summary>
    public TimeSpan? RetryDelay { get; init; }

    /// <summary>Lets the wait grow from try to try. Null takes the DAG's default, which is that it does not.</summary>
    public RetryBackoff? Backoff { get; init; }

    /// <summary>Decides over each failure whether and when it is retried. Null, the default: every failure is, while tries are
    /// left.</summary>
    public RetryPolicy? RetryPolicy { get; init; }

    /// <summary>How long one stint of the body may take; then the try fails and may be retried. Null, the default: without limit.</summary>
    public TimeSpan? ExecutionTimeout { get; init; }

    /// <summary>The pool whose slots it takes. Default: <c>default_pool</c>.</summary>
    public string Pool { get; init; } = "default_pool";

    /// <summary>How many of the pool's slots it takes. Default 1, at least 1.</summary>
    public int PoolSlots { get; init; } = 1;

    /// <summary>Among tasks that wait for a slot, the greater weight is started first. Default 1.</summary>
    public int PriorityWeight { get; init; } = 1;

    /// <summary>What is added to the weight. Default: the weights of everything downstream.</summary>
    public WeightRule WeightRule { get; init; } = WeightRule.Downstream;

    /// <summary>Limits on how many of this task run at once. Default: none of its own.</summary>
    public TaskLimits Limits { get; init; } = TaskLimits.None;

    /// <summary>Whether it waits for the same task of the previous run. Default: it does not.</summary>
    public PastDependence Past { get; init; } = PastDependence.None;

    /// <summary>What is called when a try starts or ends. Default: nothing.</summary>
    public TaskCallbacks Callbacks { get; init; } = TaskCallbacks.None;

    /// <summary>Assets that a successful run announces as changed.</summary>
    public ImmutableArray<Asset> Outlets { get; init; } = [];

    /// <summary>Aliases through which the body may announce assets it learns of only while running.</summary>
    public ImmutableArray<AssetAlias> OutletAliases { get; init; } = [];

    /// <summary>Assets whose past events the body may read.</summary>
    public ImmutableArray<Asset> Inlets { get; init; } = [];

    /// <summary>Whether the result is handed on as XCom <c>return_value</c>. Default true.</summary>
    public bool PushResult { get; init; } = true;

    /// <summary>Whether each key of the result, which must then be a JSON object, is handed on as an XCom of its own too. Default
    /// false.</summary>
    public bool MultipleOutputs { get; init; }

    /// <summary>The instance is not created in runs whose logical date is before it. Null takes the DAG's.</summary>
    public DateTimeOffset? StartDate { get; init; }

    /// <summary>The instance is not created in runs whose logical date is after it. Null takes the DAG's.</summary>
    public DateTimeOffset? EndDate { get; init; }

    /// <summary>Overrides of the DAG's params, for this task only.</summary>
    public ImmutableArray<Param> Params { get; init; } = [];

    /// <summary>Who answers for it. Null takes the DAG's default, which is <c>airflow</c>.</summary>
    public string? Owner { get; init; }

    /// <summary>The queue of workers that runs it on Airflow. Null takes the DAG's default.</summary>
    public string? Queue { get; init; }

    /// <summary>What a reader should know, in Markdown. Null: nothing.</summary>
    public string? Doc { get; init; }
}

/// <summary>What a task's priority weight is made of.</summary>
public enum WeightRule
{
    /// <summary>Its own and that of every task downstream of it, each counted once.</summary>
    Downstream,

    /// <summary>Its own and that of every task upstream of it, each counted once.</summary>
    Upstream,

    /// <summary>Its own.</summary>
    Absolute,
}

/// <summary>Retry delays that grow: delay · multiplier^(try − 1), plus up to as much again, derived from the ids and the try as Airflow
/// does.</summary>
/// <param name="Multiplier">Growth per try; Airflow's <c>retry_exponential_backoff=True</c> is 2.</param>
/// <param name="MaxDelay">Upper bound of one wait; null: 24 hours.</param>
public sealed record RetryBackoff(double Multiplier = 2, TimeSpan? MaxDelay = null);

/// <summary>Limits on the running, queued and parked instances of one task. Null: no limit.</summary>
/// <param name="MaxActivePerDag">Over all runs of the DAG.</param>
/// <param name="MaxActivePerRun">Within one run; for mapped tasks.</param>
public sealed record TaskLimits(int? MaxActivePerDag = null, int? MaxActivePerRun = null)
{
    internal static readonly TaskLimits None = new();
}

/// <summary>How a task depends on the previous run.</summary>
/// <param name="DependsOnPast">It waits until its own instance in the previous run succeeded or was skipped.</param>
/// <param name="WaitForDownstream">It also waits for the direct downstream tasks in the previous run. Switches
/// <paramref name="DependsOnPast"/> on.</param>
/// <param name="IgnoreFirst">A task that was never in an earlier run does not wait. Airflow's default is false.</param>
public sealed record PastDependence(bool DependsOnPast = false, bool WaitForDownstream = false, bool IgnoreFirst = false)
{
    internal static readonly PastDependence None = new();

    internal bool IsActive => DependsOnPast || WaitForDownstream;
}

/// <summary>What a callback is given.</summary>
/// <param name="Context">The task's context.</param>
/// <param name="Error">What the body threw; null when it threw nothing.</param>
public sealed record CallbackCall(TaskContext Context, Exception? Error);

/// <summary>Callbacks of a task, called in order after its state was stored. What one throws is recorded and changes nothing.</summary>
public sealed record TaskCallbacks
{
    internal static readonly TaskCallbacks None = new();

    /// <summary>Before each stint of the body, each poke and each resume included.</summary>
    public ImmutableArray<Action<CallbackCall>> OnExecute { get; init; } = [];

    public ImmutableArray<Action<CallbackCall>> OnSuccess { get; init; } = [];

    /// <summary>The try failed and none is left.</summary>
    public ImmutableArray<Action<CallbackCall>> OnFailure { get; init; } = [];

    /// <summary>The try failed and is retried.</summary>
    public ImmutableArray<Action<CallbackCall>> OnRetry { get; init; } = [];

    /// <summary>The body skipped itself. Not called for skips by a rule or a branch.</summary>
    public ImmutableArray<Action<CallbackCall>> OnSkipped { get; init; } = [];
}
