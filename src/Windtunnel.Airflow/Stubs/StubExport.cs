using System.Collections.Immutable;

namespace Windtunnel.Airflow;

/// <summary>How a DAG is written down for Airflow 3.3, which reads structure from Python files only.</summary>
public sealed record StubOptions
{
    internal static readonly StubOptions Default = new();

    /// <summary>The queue that Airflow's <c>queue_to_coordinator</c> leads to the bundles; tasks without a queue of their own get it.
    /// Default <c>csharp</c>.</summary>
    public string Queue { get; init; } = "csharp";

    /// <summary>The queue that a task is exported with.</summary>
    internal string QueueOf(TaskSpec spec) => spec.Queue is null or "default" ? Queue : spec.Queue;
}

/// <summary>A Python file that carries the structure of a DAG; the bodies of its tasks are in the bundle.</summary>
/// <param name="FileName">The DAG's id with <c>.py</c>.</param>
/// <param name="Text">With <c>\n</c> at the ends of lines. The same DAG gives the same text.</param>
public sealed record StubFile(string FileName, string Text);

/// <summary>Writes stub files, and compares deployed ones with the DAG in the bundle.</summary>
public static class StubExport
{
    /// <summary>The stub of a DAG for Airflow 3.3.</summary>
    /// <param name="dag">The DAG; it is built if it is not yet.</param>
    /// <param name="options">Null: the defaults.</param>
    /// <exception cref="StubException">The DAG uses something that a stub cannot carry; all of it is listed.</exception>
    /// <exception cref="DagException">The DAG has mistakes.</exception>
    public static StubFile Of(Dag dag, StubOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(dag);
        dag.Build();
        StubException.ThrowIfAny(dag, [.. StubRefusals.Of(dag)]);
        return new($"{dag.Id}.py", new StubWriter(dag, options ?? StubOptions.Default).Write());
    }

    /// <summary>The differences between a deployed stub and the DAG in the bundle; empty: Airflow schedules what the bundle runs.</summary>
    /// <param name="deployed">The text of the file in Airflow's DAG folder.</param>
    /// <param name="dag">The DAG in the bundle.</param>
    /// <param name="options">Those it was exported with; null: the defaults.</param>
    /// <exception cref="StubException">The DAG uses something that a stub cannot carry; all of it is listed.</exception>
    public static ImmutableArray<string> Check(string deployed, Dag dag, StubOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(deployed);
        StubFile exported = Of(dag, options);
        return [.. StubDrift.Between(deployed, exported)];
    }
}

/// <summary>A DAG uses something that a stub cannot carry.</summary>
public sealed class StubException : Exception
{
    private StubException(string message, ImmutableArray<string> refusals)
        : base(message) => Refusals = refusals;

    /// <summary>Each with what to do instead.</summary>
    public ImmutableArray<string> Refusals { get; }

    internal static void ThrowIfAny(Dag dag, ImmutableArray<string> refusals)
    {
        if (!refusals.IsEmpty)
        {
            string reasons = string.Concat(refusals.Select(refusal => $"\n- {refusal}"));
            throw new StubException($"Dag '{dag.Id}' cannot be exported for Airflow 3.3:{reasons}", refusals);
        }
    }
}
