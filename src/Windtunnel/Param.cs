using System.Globalization;
using System.Text.Json;

namespace Windtunnel;

/// <summary>A named input of a DAG with a default and a JSON schema (draft 2020-12). A run's conf may override the default.</summary>
public sealed record Param
{
    private Param(string name, string? defaultJson, string? schemaJson)
    {
        Name = name;
        DefaultJson = defaultJson;
        SchemaJson = schemaJson;
    }

    public string Name { get; }

    /// <summary>The default as JSON text; null: a value must be given when the DAG is triggered, and the DAG cannot have a schedule.</summary>
    public string? DefaultJson { get; }

    /// <summary>The JSON schema a value must match; null: anything goes.</summary>
    public string? SchemaJson { get; init; }

    /// <summary>Shown to whoever triggers the DAG; null: nothing.</summary>
    public string? Description { get; init; }

    public static Param Of(string name, string? value) =>
        new(name, value is null ? "null" : $"\"{JsonEncodedText.Encode(value)}\"", """{"type":["string","null"]}""");

    public static Param Of(string name, long value) => new(name, value.ToString(CultureInfo.InvariantCulture), """{"type":"integer"}""");

    /// <exception cref="ArgumentException"><paramref name="value"/> is not finite.</exception>
    public static Param Of(string name, double value) => double.IsFinite(value)
        ? new(name, value.ToString("R", CultureInfo.InvariantCulture), """{"type":"number"}""")
        : throw new ArgumentException($"Param '{name}' has the default {value}, which JSON cannot express. Give a finite number.", nameof(value));

    public static Param Of(string name, bool value) => new(name, value ? "true" : "false", """{"type":"boolean"}""");

    /// <summary>A param whose default is JSON text.</summary>
    /// <exception cref="JsonException"><paramref name="defaultJson"/> is not JSON.</exception>
    public static Param OfJson(string name, string defaultJson, string? schemaJson = null)
    {
        JsonDocument.Parse(defaultJson).Dispose();
        return new(name, defaultJson, schemaJson);
    }

    /// <summary>A param without a default.</summary>
    public static Param Required(string name, string? schemaJson = null) => new(name, null, schemaJson);
}
