using System.Text.Json;

namespace Windtunnel.Conformance.Tests.Special;

/// <summary>What a real Airflow did with a DAG given as Python.</summary>
internal sealed record Recording
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public required JsonElement Drive { get; init; }

    /// <summary>The runs as they were after each action; none when the recorder gave up before the runs ended.</summary>
    public required RecordedRun[][] Passes { get; init; }

    public static Dictionary<string, Recording> Load()
    {
        using FileStream stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "conformance", "special.json"));
        return JsonSerializer.Deserialize<Recordings>(stream, Json)!.Scenarios;
    }

    private sealed record Recordings
    {
        public required Dictionary<string, Recording> Scenarios { get; init; }
    }
}

/// <summary>A recorded run. A manual one was recorded without its dates.</summary>
internal sealed record RecordedRun
{
    public required string Type { get; init; }
    public required string State { get; init; }
    public string? RunId { get; init; }
    public DateTimeOffset? LogicalDate { get; init; }
    public DateTimeOffset? DataIntervalStart { get; init; }
    public DateTimeOffset? DataIntervalEnd { get; init; }
    public DateTimeOffset? Started { get; init; }
    public required RecordedTask[] Tasks { get; init; }
}

/// <summary>A recorded task instance; times are in seconds since the run's start.</summary>
internal sealed record RecordedTask
{
    public required string Task { get; init; }
    public required int MapIndex { get; init; }
    public required string State { get; init; }
    public required int Tries { get; init; }
    public required int MaxTries { get; init; }
    public double? Start { get; init; }
    public double? End { get; init; }
    public Dictionary<string, JsonElement> Xcom { get; init; } = [];
    public RecordedTry[] EarlierTries { get; init; } = [];

    public string Name => MapIndex < 0 ? Task : $"{Task}[{MapIndex}]";
}

/// <summary>A try that was archived, by a retry or by a clear.</summary>
internal sealed record RecordedTry
{
    public required int TryNumber { get; init; }
    public required string State { get; init; }
    public double? Start { get; init; }
    public double? End { get; init; }
}
