using Windtunnel.Environments;
using Windtunnel.Insights;

namespace Windtunnel.Cli.Runs;

/// <summary>What became of a DAG that was to be run.</summary>
/// <param name="DagId">Its id.</param>
/// <param name="Name">Its display name, or its id.</param>
/// <param name="Run">What happened; null when it could not be run.</param>
/// <param name="Summary">The run as the report's index shows it; null when it could not be run.</param>
/// <param name="Problem">Why it could not be run; null when it could.</param>
internal sealed record FinishedRun(string DagId, string Name, Run? Run, RunSummary? Summary, Problem? Problem)
{
    /// <summary>How the services around it came up; null: it needed none, or they did not.</summary>
    public StartReport? Services { get; init; }

    public ExitCode ExitCode => Problem?.ExitCode ?? (Run?.State == RunState.Success ? ExitCode.Success : ExitCode.Failed);

    /// <summary>The state of the run, with Airflow's name.</summary>
    public string State => Run switch
    {
        null => "not run",
        { Reason: "blocked" } => "blocked",
        _ => Run.State.ToString().ToLowerInvariant(),
    };
}
