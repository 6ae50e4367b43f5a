using System.Text;
using System.Text.Json;

namespace Windtunnel.FakeAirflow;

/// <summary>One call against a real Airflow, as <c>tests/conformance/rest</c> keeps it.</summary>
public sealed class RecordedCall
{
    private readonly JsonElement _root;

    private RecordedCall(string name, JsonElement root) => (Name, _root) = (name, root);

    public string Name { get; }

    public string Method => Request.GetProperty("method").GetString()!;

    /// <summary>With its query, as it was sent.</summary>
    public string Path => Request.GetProperty("path").GetString()!;

    /// <summary>Undefined when none was sent.</summary>
    public JsonElement Body => Request.TryGetProperty("body", out JsonElement body) ? body : default;

    public int Status => _root.GetProperty("status").GetInt32();

    /// <summary>Null when the answer named none.</summary>
    public string? ContentType => _root.TryGetProperty("contentType", out JsonElement type) ? type.GetString() : "application/json";

    public JsonElement Response => _root.GetProperty("response");

    /// <summary>What was on the wire.</summary>
    public byte[] Payload => Response.ValueKind switch
    {
        JsonValueKind.Null => [],
        JsonValueKind.String when ContentType is not "application/json" => Encoding.UTF8.GetBytes(Response.GetString()!),
        JsonValueKind.Array when ContentType is not "application/json" =>
            Encoding.UTF8.GetBytes(string.Concat(Response.EnumerateArray().Select(line => $"{JsonSerializer.Serialize(line)}\n"))),
        _ => Encoding.UTF8.GetBytes(Response.GetRawText()),
    };

    private JsonElement Request => _root.GetProperty("request");

    public static RecordedCall Load(string folder, string name) =>
        new(name, JsonDocument.Parse(File.ReadAllBytes(System.IO.Path.Combine(folder, $"{name}.json"))).RootElement);

    public override string ToString() => Name;
}
