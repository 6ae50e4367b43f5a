namespace Windtunnel.Engine;

/// <summary>How many upstream rows are in which finished state, as the current pass sees them. §3.1 of the semantics: S, K, F, U,
/// R.</summary>
internal struct Counts
{
    public int Success;
    public int Skipped;
    public int Failed;
    public int UpstreamFailed;
    public int Removed;

    /// <summary>Of <see cref="Success"/> and <see cref="Skipped"/>, those of setups.</summary>
    public int SetupSuccess;
    public int SetupSkipped;

    public readonly int Done => Success + Skipped + Failed + UpstreamFailed + Removed;

    public readonly int Bad => Failed + UpstreamFailed;

    public void Add(TaskState state, bool isSetup, int by = 1)
    {
        switch (state)
        {
            case TaskState.Success:
                Success += by;
                SetupSuccess += isSetup ? by : 0;
                break;
            case TaskState.Skipped:
                Skipped += by;
                SetupSkipped += isSetup ? by : 0;
                break;
            case TaskState.Failed:
                Failed += by;
                break;
            case TaskState.UpstreamFailed:
                UpstreamFailed += by;
                break;
            case TaskState.Removed:
                Removed += by;
                break;
        }
    }

    public readonly UpstreamCounts ToPublic(int total) => new(Success, Skipped, Failed, UpstreamFailed, Removed, total);
}
