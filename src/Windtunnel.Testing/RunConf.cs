using System.Text.Json;
using System.Text.Json.Nodes;

namespace Windtunnel.Testing;

/// <summary>What a run is triggered with, put together from pieces; later ones replace earlier ones of the same name.</summary>
internal sealed class RunConf
{
    private readonly JsonObject _values = [];

    /// <exception cref="ArgumentException">The text is not a JSON object.</exception>
    public void Add(string json)
    {
        foreach ((string key, JsonNode? value) in JsonObject.Create(JsonObjectText.Parse(json, "conf"))!)
        {
            _values[key] = value?.DeepClone();
        }
    }

    public void Set<T>(string name, T value) => _values[name] = JsonSerializer.SerializeToNode(value);

    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>Null: nothing was said.</summary>
    public string? ToJson() => _values.Count == 0 ? null : _values.ToJsonString();
}
