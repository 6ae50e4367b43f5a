using System.Text;
using System.Text.Json;

namespace Windtunnel.Airflow.Protocol;

/// <summary>A value of any shape inside a message, as JSON in UTF-8. The default value is a key that is not there.</summary>
/// <remarks>The bytes are not copied: whoever makes one must not change them afterwards.</remarks>
internal readonly struct JsonText(byte[] utf8)
{
    public static JsonText Null { get; } = new("null"u8.ToArray());

    public static JsonText EmptyMap { get; } = new("{}"u8.ToArray());

    public static JsonText EmptyList { get; } = new("[]"u8.ToArray());

    public bool IsMissing => utf8 is null;

    public bool IsMissingOrNull => utf8 is null || utf8.AsSpan().SequenceEqual("null"u8);

    /// <summary>Empty when missing.</summary>
    public byte[] Utf8 => utf8 ?? [];

    public static JsonText Of(JsonElement value) => value.ValueKind == JsonValueKind.Undefined ? default : Of(value.GetRawText());

    public static JsonText Of(string json) => new(Encoding.UTF8.GetBytes(json));

    /// <summary>Undefined when missing.</summary>
    public JsonElement ToElement() => utf8 is null ? default : JsonDocument.Parse(utf8, WireJson.Parsing).RootElement;

    public override string ToString() => Encoding.UTF8.GetString(Utf8);
}
