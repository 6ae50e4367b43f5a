using Windtunnel.Engine;

namespace Windtunnel.Cli.Json;

internal sealed record ReplayJson
{
    public required string Dag { get; init; }

    public required string RunId { get; init; }

    public required string RecordedState { get; init; }

    public required string ReplayedState { get; init; }

    public required bool Equal { get; init; }

    /// <summary>The first line that differs, the header being 1.</summary>
    public int? Line { get; init; }

    public string? Recorded { get; init; }

    public string? Replayed { get; init; }

    public static ReplayJson Of(Run recorded, ReplayedRun replayed) => new()
    {
        Dag = recorded.DagId,
        RunId = recorded.RunId,
        RecordedState = recorded.State.ToString().ToLowerInvariant(),
        ReplayedState = replayed.Run.State.ToString().ToLowerInvariant(),
        Equal = replayed.IsEqual,
        Line = replayed.Line,
        Recorded = replayed.Recorded,
        Replayed = replayed.Replayed,
    };
}
