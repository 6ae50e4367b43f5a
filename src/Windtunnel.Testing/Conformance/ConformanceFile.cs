using System.Collections.Immutable;
using System.Text.Json;

namespace Windtunnel.Testing.Conformance;

/// <summary>A file of recordings: scenarios, or timetables, or neither, when it is of another kind.</summary>
internal sealed record ConformanceFile(ImmutableArray<Scenario> Scenarios, ImmutableArray<RecordedSchedule> Schedules)
{
    /// <exception cref="InvalidDataException">It is no JSON, or a recording in it lacks what every one has.</exception>
    public static ConformanceFile Read(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            using JsonDocument document = JsonDocument.Parse(stream);
            JsonElement root = document.RootElement;
            return new(
                ListIn(root, "scenarios") is not null ? root.Deserialize(ConformanceJson.Default.ScenarioFile)!.Scenarios : [],
                ListIn(root, "cases") is { } cases ? [.. cases.EnumerateArray().Where(IsTimetable).Select(Schedule)] : []);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"Recordings '{path}' cannot be read: {e.Message} Take the original file.", e);
        }
    }

    private static JsonElement? ListIn(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out JsonElement list) && list.ValueKind == JsonValueKind.Array
            ? list
            : null;

    private static bool IsTimetable(JsonElement recording) =>
        recording.ValueKind == JsonValueKind.Object && recording.TryGetProperty("kind", out _) && recording.TryGetProperty("runs", out _);

    private static RecordedSchedule Schedule(JsonElement recording) => new(recording.Clone());
}
