using System.Text.Json;

namespace Windtunnel.Airflow.Tests.Protocol;

/// <summary>One line of a conversation that was recorded between a runtime and Airflow's supervisor.</summary>
internal sealed record RecordedFrame(string File, int Line, string Direction, byte[] Payload, JsonElement Decoded)
{
    public bool IsFromSupervisor => Direction == "in";

    /// <summary>All frames of all conversations, or of one.</summary>
    public static IEnumerable<RecordedFrame> All(string conversation = "*") =>
        from file in Directory.EnumerateFiles(Repository.Conformance("frames"), $"{conversation}.jsonl").Order(StringComparer.Ordinal)
        from line in System.IO.File.ReadAllLines(file).Index()
        where line.Item.Length > 0
        let json = JsonDocument.Parse(line.Item).RootElement
        where json.TryGetProperty("dir", out _) && json.TryGetProperty("hex", out _)
        select new RecordedFrame(
            Path.GetFileNameWithoutExtension(file),
            line.Index,
            json.GetProperty("dir").GetString()!,
            Convert.FromHexString(json.GetProperty("hex").GetString()!),
            json.GetProperty("frame"));

    /// <summary>The conversation and the line, counted from 1.</summary>
    public string Name => $"{File}:{Line + 1}";
}
