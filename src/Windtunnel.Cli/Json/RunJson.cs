using Windtunnel.Cli.Runs;

namespace Windtunnel.Cli.Json;

internal sealed record RunsJson(RunJson[] Runs, string Index);

internal sealed record RunJson
{
    public required string Dag { get; init; }

    public string? Story { get; init; }

    public string? RunId { get; init; }

    public required string State { get; init; }

    public string? Reason { get; init; }

    public ulong? Seed { get; init; }

    public double? VirtualSeconds { get; init; }

    public double? RealSeconds { get; init; }

    /// <summary>How many task instances are in which state.</summary>
    public Dictionary<string, int>? Tasks { get; init; }

    public string? Report { get; init; }

    /// <summary>How the services around it came up, in the order in which they were ready; null: it needed none, or they did
    /// not.</summary>
    public ServiceJson[]? Services { get; init; }

    /// <summary>Why it could not be run.</summary>
    public string? Problem { get; init; }

    public static RunJson Of(FinishedRun finished) => new()
    {
        Dag = finished.DagId,
        Story = finished.Name == finished.DagId ? null : finished.Name,
        RunId = finished.Run?.RunId,
        State = finished.State,
        Reason = finished.Run?.Reason,
        Seed = finished.Run?.Seed,
        VirtualSeconds = finished.Run?.Elapsed.TotalSeconds,
        RealSeconds = finished.Run?.Timings?.Elapsed.TotalSeconds,
        Tasks = finished.Summary?.States.ToDictionary(state => state.Key.ToAirflow(), state => state.Value),
        Report = finished.Summary is null ? null : Terminal.Show(finished.Summary.ReportPath),
        Services = finished.Services is { } up ? [.. up.Services.Select(start => ServiceJson.Of(start, up))] : null,
        Problem = finished.Problem?.Message,
    };
}
