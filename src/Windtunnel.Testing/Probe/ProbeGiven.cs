using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Windtunnel.Testing;

/// <summary>What a test gives to a probed body beside what surrounds every run.</summary>
internal sealed class ProbeGiven(TaskRef task)
{
    private static readonly JsonSerializerOptions AnyType = XComJson.OptionsFor(null);

    private readonly SortedDictionary<XComPlace, XComValue?> _xcoms = [];
    private readonly HashSet<string> _instances = new(StringComparer.Ordinal);

    public HashSet<string> MissingVariables { get; } = new(StringComparer.Ordinal);

    /// <summary>Null: not given.</summary>
    public IReadOnlyList<AssetEvent>? Triggering { get; set; }

    public Dictionary<Asset, IReadOnlyList<AssetEvent>> Events { get; } = [];

    /// <summary>What this task kept in earlier tries, by key; null: nothing.</summary>
    public Dictionary<string, XComValue?> Kept { get; } = new(StringComparer.Ordinal);

    public Dictionary<Asset, Dictionary<string, XComValue?>> KeptFor { get; } = [];

    public Dictionary<(string DagId, string RunId), RunState?> RunStates { get; } = [];

    public XComValue Json<T>(T value)
    {
        JsonSerializerOptions json = task.Scope.Dag.JsonOptions;
        JsonTypeInfo type = json.TryGetTypeInfo(typeof(T), out JsonTypeInfo? known) ? known : AnyType.GetTypeInfo(typeof(T));
        return new(JsonSerializer.SerializeToUtf8Bytes(value, type));
    }

    public void Add<T>(XComPlace place, T value) => _xcoms[place] = Json(value);

    public void AddNothing(XComPlace place) => _xcoms[place] = null;

    /// <summary>All instances of a mapped task are given, also when there are none.</summary>
    public void AddInstances(string taskId) => _instances.Add(taskId);

    public bool TryFind(XComPlace place, out XComValue? value) =>
        _xcoms.TryGetValue(place, out value) || (place.MapIndex >= 0 && _instances.Contains(place.TaskId));

    /// <summary>What the instances of a task wrote under a key, by map index; null: nothing is given of it.</summary>
    public IReadOnlyList<XComValue>? All(string taskId, string key)
    {
        var found = _xcoms.Where(given => given.Key.TaskId == taskId && given.Key.Key == key).ToArray();
        return found.Length == 0 && !_instances.Contains(taskId)
            ? null
            : [.. found.Select(given => given.Value).OfType<XComValue>()];
    }
}

/// <summary>Where an XCom is kept.</summary>
internal readonly record struct XComPlace(string TaskId, int MapIndex, string Key) : IComparable<XComPlace>
{
    public int CompareTo(XComPlace other) => string.CompareOrdinal(TaskId, other.TaskId) is var byTask and not 0 ? byTask
        : string.CompareOrdinal(Key, other.Key) is var byKey and not 0 ? byKey
        : MapIndex.CompareTo(other.MapIndex);
}

internal static class XComKeys
{
    public const string Result = "return_value";
}
