using System.Text.Json;

namespace Windtunnel.Cloud.Tests.Replay;

/// <summary>What was recorded of one service: conversations, and what of them an emulator must repeat.</summary>
internal sealed class Conversations
{
    private readonly Dictionary<string, JsonElement> _cases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonElement> _expectations = new(StringComparer.Ordinal);

    private Conversations(string folder, string cases)
    {
        foreach (JsonElement recorded in Read(folder, cases).EnumerateArray())
            _cases[recorded.GetProperty("name").GetString()!] = recorded;
        foreach (JsonElement expected in Read(folder, "expect.json").EnumerateArray())
            _expectations[expected.GetProperty("name").GetString()!] = expected;
    }

    public static Conversations S3 { get; } = new("s3", "cases.json");

    public static Conversations Blob { get; } = new("blob", "cases.json");

    public static Conversations Gcs { get; } = new("gcs", "cases-testbench.json");

    public static Conversations GcsNode { get; } = new("gcs", "node-client.json");

    public static Conversations Sqs { get; } = new("sqs", "cases.json");

    public IEnumerable<string> Names => _cases.Keys;

    public static string Folder(string service) => Path.Combine(AppContext.BaseDirectory, "conformance", "cloud", service);

    public RecordedCase Case(string name) => new(_cases[name], _expectations.TryGetValue(name, out var expected) ? expected : null);

    private static JsonElement Read(string folder, string file)
    {
        using FileStream stream = File.OpenRead(Path.Combine(Folder(folder), file));
        return JsonDocument.Parse(stream).RootElement.GetProperty("cases");
    }
}
