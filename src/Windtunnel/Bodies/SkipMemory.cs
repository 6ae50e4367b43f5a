using System.Text.Json;

namespace Windtunnel;

/// <summary>What a branch or a short circuit leaves for children that are looked at later, e.g. after they were cleared. §5.4.</summary>
/// <param name="Followed">Of a branch: the direct children that may run. Null for a short circuit.</param>
/// <param name="Skipped">Of a short circuit: the tasks that may not. Null for a branch.</param>
internal sealed record SkipMemory(IReadOnlySet<string>? Followed, IReadOnlySet<string>? Skipped)
{
    /// <summary>The XCom under which Airflow keeps it.</summary>
    public const string Key = "skipmixin_key";

    public static SkipMemory OfBranch(IEnumerable<TaskRef> followed) => new(Ids(followed), null);

    public static SkipMemory OfShortCircuit(IEnumerable<TaskRef> skipped) => new(null, Ids(skipped));

    /// <summary>What <see cref="ToXCom"/> wrote.</summary>
    public static SkipMemory Of(JsonElement xcom) => new(Ids(xcom, "followed"), Ids(xcom, "skipped"));

    public bool Drops(string taskId) => Followed is not null ? !Followed.Contains(taskId) : Skipped!.Contains(taskId);

    public XComValue ToXCom()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteStartArray(Followed is null ? "skipped" : "followed");
            foreach (string id in (Followed ?? Skipped!).Order(StringComparer.Ordinal))
            {
                json.WriteStringValue(id);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return new(stream.ToArray());
    }

    private static HashSet<string> Ids(IEnumerable<TaskRef> tasks) => tasks.Select(task => task.Id).ToHashSet(StringComparer.Ordinal);

    private static HashSet<string>? Ids(JsonElement xcom, string name) => xcom.TryGetProperty(name, out JsonElement ids)
        ? ids.EnumerateArray().Select(id => id.GetString()!).ToHashSet(StringComparer.Ordinal)
        : null;
}
