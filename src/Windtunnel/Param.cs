using System.Collections.Immutable;
using System.Text.Json;
using Windtunnel.Schemas;

namespace Windtunnel;

/// <summary>A named input of a DAG with a default and a JSON schema (draft 2020-12). A run's conf may override the default.</summary>
/// <remarks>The schema is made of <see cref="SchemaJson"/> and of what the members below it say; each of them is null, or empty, by default
/// and
/// then demands nothing. A keyword about another type of value than the param has demands nothing either.</remarks>
/// <example><code>Param.Of("days", 7) with { Minimum = 1, Maximum = 31, Description = "How far back to look." }</code></example>
public sealed record Param
{
    private Param(string name, string? defaultJson, string? schemaJson)
    {
        ArgumentNullException.ThrowIfNull(name);
        Name = name;
        DefaultJson = defaultJson;
        SchemaJson = schemaJson;
    }

    public string Name { get; }

    /// <summary>The default as JSON text; null: a value must be given when the DAG is triggered, and the DAG cannot have a
    /// schedule.</summary>
    public string? DefaultJson { get; }

    /// <summary>Shown to whoever triggers the DAG; null: nothing.</summary>
    public string? Description { get; init; }

    /// <summary>Shown instead of the name; null: the name.</summary>
    public string? Title { get; init; }

    /// <summary>A JSON schema that a value must match; null: only what the other members say.</summary>
    public string? SchemaJson { get; init; }

    /// <summary>The values that are allowed; empty: any.</summary>
    public ImmutableArray<ParamValue> Enum { get; init; } = [];

    public double? Minimum { get; init; }

    public double? Maximum { get; init; }

    public double? ExclusiveMinimum { get; init; }

    public double? ExclusiveMaximum { get; init; }

    /// <summary>Above 0.</summary>
    public double? MultipleOf { get; init; }

    /// <summary>In characters (Unicode code points).</summary>
    public int? MinLength { get; init; }

    /// <summary>In characters (Unicode code points).</summary>
    public int? MaxLength { get; init; }

    /// <summary>A regular expression that must be found in a text; anchor it with <c>^</c> and <c>$</c> to match the whole.</summary>
    public string? Pattern { get; init; }

    /// <summary><c>date</c>, <c>time</c>, <c>duration</c>, <c>email</c>, <c>ipv4</c>, <c>ipv6</c>, <c>regex</c> or <c>uuid</c>;
    /// other formats, <c>date-time</c> too, are shown but not checked, as in Airflow.</summary>
    public string? Format { get; init; }

    /// <summary>A param with a text as default. Null as default allows null besides texts.</summary>
    public static Param Of(string name, string? value) =>
        new(name, ParamValue.Of(value).Json, value is null ? """{"type":["string","null"]}""" : """{"type":"string"}""");

    /// <summary>A param with a whole number as default.</summary>
    public static Param Of(string name, long value) => new(name, ParamValue.Of(value).Json, """{"type":"integer"}""");

    /// <summary>A param with a number as default.</summary>
    /// <exception cref="ArgumentException"><paramref name="value"/> is not finite.</exception>
    public static Param Of(string name, double value) => new(name, ParamValue.Of(value).Json, """{"type":"number"}""");

    /// <summary>A param with true or false as default.</summary>
    public static Param Of(string name, bool value) => new(name, ParamValue.Of(value).Json, """{"type":"boolean"}""");

    /// <summary>A param whose default is JSON text.</summary>
    /// <exception cref="JsonException"><paramref name="defaultJson"/> is not JSON.</exception>
    public static Param OfJson(string name, string defaultJson, string? schemaJson = null) =>
        new(name, ParamValue.OfJson(defaultJson).Json, schemaJson);

    /// <summary>A param without a default.</summary>
    public static Param Required(string name, string? schemaJson = null) => new(name, null, schemaJson);

    /// <summary>The whole schema as JSON text: <see cref="SchemaJson"/> with the other members written into it.</summary>
    /// <exception cref="SchemaException"><see cref="SchemaJson"/> is no schema.</exception>
    internal string WholeSchema() => ParamSchema.Write(this);

    /// <exception cref="SchemaException">The schema is none.</exception>
    internal IReadOnlyList<SchemaViolation> Check(JsonElement value) => JsonSchema.Parse(WholeSchema()).Validate(value);
}
