using System.Text.Json.Serialization;

namespace Windtunnel.Engine;

/// <summary>JSON of what the engine itself hands on.</summary>
[JsonSerializable(typeof(SkipMixinValue))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class XComIds : JsonSerializerContext;

/// <summary>What Airflow stores under <c>skipmixin_key</c>.</summary>
internal sealed record SkipMixinValue(
    [property: JsonPropertyName("followed")] IEnumerable<string>? Followed,
    [property: JsonPropertyName("skipped")] IEnumerable<string>? Skipped);
