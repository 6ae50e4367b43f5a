using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace Windtunnel;

/// <summary>A JSON value in an authored param. Texts, numbers and flags turn into one by themselves.</summary>
[SuppressMessage("Usage", "CA2225", Justification = "Of is the named alternate.")]
public readonly record struct ParamValue
{
    private ParamValue(string json) => Json = json;

    /// <summary>The value as JSON text.</summary>
    public string Json => field ?? "null";

    public static implicit operator ParamValue(string? value) => Of(value);

    public static implicit operator ParamValue(long value) => Of(value);

    public static implicit operator ParamValue(double value) => Of(value);

    public static implicit operator ParamValue(bool value) => Of(value);

    public static ParamValue Of(string? value) => new(value is null ? "null" : $"\"{JsonEncodedText.Encode(value)}\"");

    public static ParamValue Of(long value) => new(value.ToString(CultureInfo.InvariantCulture));

    /// <exception cref="ArgumentException"><paramref name="value"/> is not finite.</exception>
    public static ParamValue Of(double value) => double.IsFinite(value)
        ? new(value.ToString("R", CultureInfo.InvariantCulture))
        : throw new ArgumentException($"The value {value} of a param cannot be expressed in JSON. Give a finite number.", nameof(value));

    public static ParamValue Of(bool value) => new(value ? "true" : "false");

    /// <summary>A value given as JSON text.</summary>
    /// <exception cref="JsonException"><paramref name="json"/> is not JSON.</exception>
    public static ParamValue OfJson(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return new(json);
    }
}
