using System.Text.Json.Nodes;

namespace Windtunnel.FakeAirflow;

/// <summary>What the fake answers a call with.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">Null: nothing.</param>
public sealed record FakeAnswer(int Status, JsonNode? Body = null)
{
    public static FakeAnswer Detail(int status, string detail) => new(status, new JsonObject { ["detail"] = detail });

    /// <summary>Nothing tells which key was taken.</summary>
    public static FakeAnswer Conflict() => new(409, new JsonObject
    {
        ["detail"] = new JsonObject
        {
            ["reason"] = "Unique constraint violation",
            ["statement"] = "hidden",
            ["orig_error"] = "hidden",
            ["message"] = "Serious error when handling your request. Check logs for more details.",
        },
    });

    /// <summary>Repeats what was sent, passwords included, as Airflow does.</summary>
    public static FakeAnswer Missing(string field, JsonNode? sent) => new(422, new JsonObject
    {
        ["detail"] = new JsonArray(new JsonObject
        {
            ["type"] = "missing",
            ["loc"] = new JsonArray("body", field),
            ["msg"] = "Field required",
            ["input"] = sent?.DeepClone(),
        }),
    });

    public static FakeAnswer Page(string name, IEnumerable<JsonNode> rows, int offset, int most)
    {
        JsonNode[] all = [.. rows];
        return new(200, new JsonObject
        {
            [name] = new JsonArray([.. all.Skip(offset).Take(most)]),
            ["total_entries"] = all.Length,
        });
    }
}
