namespace Windtunnel.Engine;

/// <summary>A backfill in progress. §14.</summary>
internal sealed class Backfill(int id, int maxActiveRuns)
{
    public int Id { get; } = id;

    public int MaxActiveRuns { get; } = maxActiveRuns;

    public bool IsPaused { get; set; }

    public List<RunCore> Runs { get; } = [];

    public int Running { get; private set; }

    public bool IsComplete => Runs.All(run => run.State is RunState.Success or RunState.Failed);

    /// <summary>Counts a run that entered or left a state.</summary>
    public void Count(RunState state, int by) => Running += state == RunState.Running ? by : 0;
}
