using System.Globalization;
using System.Text.Json;

namespace Windtunnel;

/// <summary>The settings in a connection's extra. In a URI every value is text, so text is read as a number or flag where one is asked
/// for.</summary>
public readonly struct ConnectionExtras
{
    private readonly string _id;
    private readonly JsonElement _settings;

    internal ConnectionExtras(string id, string? extra)
    {
        _id = id;
        if (extra is not null && !IsObject(extra, out _settings))
        {
            throw new FormatException($"The extra of connection '{id}' is not a JSON object, so it has no settings by name. Read Extra, "
                + "or mend it.");
        }
    }

    /// <summary>The setting's value; null where there is none of this name.</summary>
    public JsonElement? this[string name] =>
        _settings.ValueKind == JsonValueKind.Object && _settings.TryGetProperty(name, out JsonElement value) ? value : null;

    /// <summary>The names of all settings.</summary>
    public IEnumerable<string> Names =>
        _settings.ValueKind == JsonValueKind.Object ? _settings.EnumerateObject().Select(setting => setting.Name) : [];

    /// <summary>Null where the setting is missing or null. Anything but text is given as JSON.</summary>
    public string? Text(string name) => this[name] is { ValueKind: not JsonValueKind.Null } value ? value.ToString() : null;

    /// <summary>Null where the setting is missing or null.</summary>
    /// <exception cref="FormatException">It is no whole number.</exception>
    public long? Integer(string name)
    {
        long value = 0;
        string? text = Text(name);
        return text is null || long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
            ? text is null ? null : value
            : throw new FormatException(NotA(name, "a whole number"));
    }

    /// <summary>Null where the setting is missing or null.</summary>
    /// <exception cref="FormatException">It is neither true nor false, in upper or lower case.</exception>
    public bool? Flag(string name)
    {
        bool value = false;
        string? text = Text(name);
        return text is null || bool.TryParse(text, out value)
            ? text is null ? null : value
            : throw new FormatException(NotA(name, "true or false"));
    }

    internal static bool IsObject(string json, out JsonElement settings)
    {
        settings = default;
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            settings = document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : default;
        }
        catch (JsonException)
        {
            // Airflow keeps any text as an extra; what is not JSON has no settings.
        }

        return settings.ValueKind == JsonValueKind.Object;
    }

    private string NotA(string name, string expected) =>
        $"The setting '{name}' in the extra of connection '{_id}' is not {expected}. Correct the connection.";
}
