using System.Collections.Immutable;

namespace Windtunnel.Airflow;

/// <summary>A trigger that Airflow's triggerer runs: a Python class. On the embedded engine, without Python, a stand-in is run.</summary>
/// <remarks>A class that cannot be imported fails only the task that named it.</remarks>
public sealed class PythonTrigger : Trigger
{
    /// <summary>Airflow's own trigger that waits for a moment.</summary>
    internal const string MomentClass = "airflow.providers.standard.triggers.temporal.DateTimeTrigger";

    private readonly Func<TimeProvider, CancellationToken, Task<TriggerEvent?>> _standIn;

    /// <param name="className">The full name, e.g. <c>airflow.providers.standard.triggers.temporal.TimeDeltaTrigger</c>.</param>
    /// <param name="arguments">The arguments of its constructor, by name.</param>
    /// <param name="standIn">What waits in its place on the embedded engine, on the given clock. Null: it fires at once, with an empty
    /// event.</param>
    /// <exception cref="ArgumentException">The name has no module.</exception>
    public PythonTrigger(
        string className,
        IEnumerable<KeyValuePair<string, PythonValue>> arguments,
        Func<TimeProvider, CancellationToken, Task<TriggerEvent?>>? standIn = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(className);
        ArgumentNullException.ThrowIfNull(arguments);
        ClassName = className.Contains('.', StringComparison.Ordinal)
            ? className
            : throw new ArgumentException(
                $"The trigger '{className}' has no module. Write it in full, e.g. my.module.{className}.", nameof(className));
        Arguments = arguments.ToImmutableSortedDictionary(StringComparer.Ordinal);
        _standIn = standIn ?? ((_, _) => Task.FromResult<TriggerEvent?>(TriggerEvent.Empty));
    }

    public string ClassName { get; }

    public IReadOnlyDictionary<string, PythonValue> Arguments { get; }

    /// <summary>Airflow's own trigger that fires at a moment.</summary>
    internal static PythonTrigger ForMoment(DateTimeOffset moment) => new(
        MomentClass,
        [KeyValuePair.Create("moment", PythonValue.Of(moment)), KeyValuePair.Create("end_from_trigger", PythonValue.Of(false))]);

    /// <summary>Airflow's own trigger that fires when a run has one of some states.</summary>
    internal static PythonTrigger ForRun(DagRunTrigger run) => new(
        "airflow.providers.standard.triggers.external_task.DagStateTrigger",
        [
            KeyValuePair.Create("dag_id", PythonValue.Of(run.DagId)),
            KeyValuePair.Create("states", PythonValue.List([.. run.States.Select(StateName)])),
            KeyValuePair.Create("run_ids", PythonValue.List(PythonValue.Of(run.RunId))),
            KeyValuePair.Create("poll_interval", PythonValue.Of(run.PokeInterval.TotalSeconds)),
        ]);

    private static PythonValue StateName(RunState state) => PythonValue.Of(state.ToString().ToLowerInvariant());

    /// <inheritdoc/>
    public override string ToString() => ClassName;

    /// <inheritdoc/>
    protected internal override Task<TriggerEvent?> RunAsync(TimeProvider time, CancellationToken cancellation) =>
        _standIn(time, cancellation);
}
