using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Windtunnel.Testing.Conformance;

// Properties are settable, not init-only: source-generated JSON gives init-only ones that are absent default(T) instead of their initial
// value.
/// <summary>A file of scenarios recorded from a real Airflow.</summary>
internal sealed record ScenarioFile
{
    public required string Airflow { get; init; }

    public ImmutableArray<Scenario> Scenarios { get; set; } = [];
}

/// <summary>A DAG and what a real Airflow made of it.</summary>
internal sealed record Scenario
{
    public required string Name { get; init; }

    public required ScenarioOptions Dag { get; init; }

    public ImmutableArray<ScenarioTask> Tasks { get; set; } = [];

    public ImmutableArray<ImmutableArray<string>> Edges { get; set; } = [];

    public ImmutableArray<JsonElement> Groups { get; set; } = [];

    /// <summary>The setups of each teardown.</summary>
    public ImmutableDictionary<string, ImmutableArray<string>> Teardowns { get; set; } =
        ImmutableDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>The only possible outcome; null where several are.</summary>
    public ScenarioOutcome? Outcome { get; init; }

    /// <summary>Outcomes that were seen; empty where only one is possible.</summary>
    public ImmutableArray<ScenarioOutcome> Observed { get; set; } = [];

    /// <summary>Airflow's message when it refused the DAG; null when it took it.</summary>
    public string? Rejected => Outcome?.Rejected ?? Observed.FirstOrDefault()?.Rejected;
}

internal sealed record ScenarioOptions
{
    public bool FailFast { get; set; }
}

internal sealed record ScenarioTask
{
    public required string Id { get; init; }

    public required ScenarioKind Kind { get; init; }

    public string Rule { get; set; } = "all_success";

    public int Retries { get; set; }

    public string? Group { get; set; }

    public string? Map { get; set; }

    [JsonConverter(typeof(IndexesConverter))]
    public ImmutableArray<int> MapFail { get; set; } = [];

    [JsonConverter(typeof(IndexesConverter))]
    public ImmutableArray<int> MapSkip { get; set; } = [];

    public bool Setup { get; set; }

    public bool Teardown { get; set; }

    public bool OnFailureFailDagrun { get; set; }
}

/// <summary>What the body of a task does.</summary>
internal sealed record ScenarioKind
{
    public required string Do { get; init; }

    public int? N { get; set; }

    public ImmutableArray<string> To { get; set; } = [];

    public bool Value { get; set; }

    public bool Ignore { get; set; } = true;

    public int After { get; set; }

    public bool Never { get; set; }

    public string Mode { get; set; } = "poke";

    public double? Timeout { get; set; }

    public bool SoftFail { get; set; }
}

internal sealed record ScenarioOutcome
{
    /// <summary>Null when the DAG was rejected.</summary>
    public string? Run { get; set; }

    /// <summary>Airflow's message when it refused the DAG; null when it took it.</summary>
    public string? Rejected { get; set; }

    /// <summary>By task id, with the map index in brackets.</summary>
    public ImmutableSortedDictionary<string, RecordedTask> Tasks { get; set; } = ImmutableSortedDictionary<string, RecordedTask>.Empty;
}

internal sealed record RecordedTask
{
    public string? State { get; set; }

    public int Tries { get; set; }
}

/// <summary>Map indexes are recorded as one number or as a list.</summary>
internal sealed class IndexesConverter : JsonConverter<ImmutableArray<int>>
{
    public override ImmutableArray<int> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        JsonElement value = document.RootElement;
        return value.ValueKind switch
        {
            JsonValueKind.Number => [value.GetInt32()],
            JsonValueKind.Array => [.. value.EnumerateArray().Select(index => index.GetInt32())],
            _ => [],
        };
    }

    public override void Write(Utf8JsonWriter writer, ImmutableArray<int> value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Recordings are read, not written.");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ScenarioFile))]
[JsonSerializable(typeof(JsonElement[]))]
[JsonSerializable(typeof(int[]))]
[JsonSerializable(typeof(string))]
internal sealed partial class ConformanceJson : JsonSerializerContext;
