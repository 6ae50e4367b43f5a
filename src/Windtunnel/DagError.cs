using System.Collections.Immutable;

namespace Windtunnel;

/// <summary>One reason why Airflow would reject a DAG.</summary>
/// <param name="Code">A stable name, e.g. <c>dag.cycle</c>.</param>
/// <param name="Where">The DAG, group or task.</param>
/// <param name="Text">What was found and what to do next.</param>
public sealed record DagError(string Code, string Where, string Text)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Where}: {Text} [{Code}]";

    internal static DagError EdgeBetweenDags(TaskRef upstream, TaskRef downstream) => new(
        "edge.between_dags",
        downstream.Id,
        $"An edge leads here from '{upstream.Id}' of Dag '{upstream.Scope.Dag.Id}'. Edges stay within one Dag; use an asset or a sensor between Dags.");
}

/// <summary>A DAG that Airflow would reject.</summary>
public sealed class DagException : Exception
{
    private DagException(string dagId, ImmutableArray<DagError> errors)
        : base($"Dag '{dagId}' is not valid.{string.Concat(errors.Select(error => $"{Environment.NewLine}  {error}"))}")
    {
        DagId = dagId;
        Errors = errors;
    }

    public string DagId { get; }

    /// <summary>All reasons, at least one.</summary>
    public ImmutableArray<DagError> Errors { get; }

    internal static void ThrowIfAny(Dag dag, ImmutableArray<DagError> errors)
    {
        if (!errors.IsEmpty)
        {
            throw new DagException(dag.Id, errors);
        }
    }
}
