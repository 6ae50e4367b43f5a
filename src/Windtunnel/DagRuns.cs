using System.Text.Json;

namespace Windtunnel;

/// <summary>Runs of other DAGs, as a body creates and watches them.</summary>
public readonly struct DagRuns
{
    private readonly TaskContext _context;

    internal DagRuns(TaskContext context) => _context = context;

    /// <summary>Creates a run. It starts by itself; nothing waits for it.</summary>
    /// <param name="dagId">A DAG of the same deployment.</param>
    /// <param name="request">Null: a run for this moment, without conf.</param>
    /// <returns>The id of the run.</returns>
    /// <exception cref="DagRunExistsException">There is such a run, and it is not to be reset.</exception>
    public string Trigger(string dagId, DagRunRequest? request = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(dagId);
        return _context.Host.TriggerDag(dagId, request ?? new());
    }

    /// <summary>Null: there is no such run.</summary>
    public RunState? StateOf(string dagId, string runId) => _context.Host.StateOfRun(dagId, runId);

    /// <summary>Waits on the run's clock until a run is over, and keeps this task's slot meanwhile.</summary>
    /// <param name="dagId">The run's DAG.</param>
    /// <param name="runId">The run's id.</param>
    /// <param name="pokeInterval">Between two looks. Null: 60 s.</param>
    /// <exception cref="InvalidOperationException">There is no such run.</exception>
    public async Task<RunState> WaitAsync(string dagId, string runId, TimeSpan? pokeInterval = null)
    {
        while (true)
        {
            RunState state = StateOf(dagId, runId) ?? throw new InvalidOperationException(
                $"Task '{_context.TaskId}' waits for the run '{runId}' of Dag '{dagId}', which does not exist. It may have been deleted.");
            if (state is RunState.Success or RunState.Failed)
            {
                return state;
            }

            await _context.DelayAsync(pokeInterval ?? TimeSpan.FromSeconds(60));
        }
    }
}

/// <summary>The run that a task asks for.</summary>
public sealed record DagRunRequest
{
    /// <summary>Null: Airflow's form, <c>manual__</c> and the moment.</summary>
    public string? RunId { get; init; }

    /// <summary>Null: the moment of asking.</summary>
    public DateTimeOffset? LogicalDate { get; init; }

    /// <summary>A JSON object; null: nothing.</summary>
    public string? Conf { get; init; }

    /// <summary>Whether a run that exists is cleared, and so done again, instead of refused. It keeps its conf. Default false.</summary>
    public bool Reset { get; init; }

    /// <summary>What people see beside the run; null: nothing.</summary>
    public string? Note { get; init; }

    /// <exception cref="ArgumentException">The conf is no JSON object.</exception>
    internal JsonElement ParsedConf() => Conf is null ? default : JsonObjectText.Parse(Conf, "conf");
}

/// <summary>A DAG has a run of the id or logical date already. Not retried.</summary>
public sealed class DagRunExistsException : Exception
{
    internal DagRunExistsException(string dagId, string runId, Exception? inner = null)
        : base($"Dag '{dagId}' already has the run '{runId}'. Give another run id and logical date, or ask for a reset.", inner)
    {
    }
}
