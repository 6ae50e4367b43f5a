using System.Collections.Immutable;

namespace Windtunnel;

/// <summary>One reason why a DAG cannot be built.</summary>
/// <param name="Code">A stable name, e.g. <c>edge.cycle</c>.</param>
/// <param name="Where">The DAG, group or task, with its id, e.g. <c>Task 'load'</c>.</param>
/// <param name="Text">What was found and what to do next.</param>
public sealed record DagError(string Code, string Where, string Text)
{
    /// <summary>The exception type and message with which Airflow 3.3 rejects the same DAG; null for a mistake that only C# can
    /// express.</summary>
    public string? AirflowMessage { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Where}: {Text} [{Code}]";
}

/// <summary>A DAG that Airflow would reject, or that is wired in a way Airflow has no word for.</summary>
public sealed class DagException : Exception
{
    private DagException(string dagId, ImmutableArray<DagError> errors)
        : base($"Dag '{dagId}' is not valid.{string.Concat(errors.Select(error => $"{Environment.NewLine}  {error}"))}")
    {
        DagId = dagId;
        Errors = errors;
    }

    public string DagId { get; }

    /// <summary>All reasons, at least one, in the order in which the rules stand.</summary>
    public ImmutableArray<DagError> Errors { get; }

    internal static void ThrowIfAny(Dag dag, ImmutableArray<DagError> errors)
    {
        if (!errors.IsEmpty)
        {
            throw new DagException(dag.Id, errors);
        }
    }
}
