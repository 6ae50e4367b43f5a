using System.Text.Json;

namespace Windtunnel.Engine;

/// <summary>Collects what must not be written anywhere from what a run is given.</summary>
internal static class Secrets
{
    public static SecretMask Of(World world)
    {
        var mask = new SecretMask();
        foreach (Connection connection in world.Connections.Values)
        {
            mask.Add(connection.Password);
            AddExtra(mask, connection.Extra);
        }

        foreach ((string key, string value) in world.Variables)
        {
            AddVariable(mask, key, value);
        }

        return mask;
    }

    /// <summary>A variable is as secret as its name says, and as what an object in it holds.</summary>
    public static void AddVariable(SecretMask mask, string key, string value)
    {
        if (SensitiveKeys.Contains(key))
        {
            mask.Add(value);
        }

        AddExtra(mask, value);
    }

    /// <summary>The texts of a JSON object under keys whose name says that they are secret.</summary>
    private static void AddExtra(SecretMask mask, string? json)
    {
        if (json is null || !json.StartsWith('{'))
        {
            return;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            AddTexts(mask, document.RootElement, isSecret: false);
        }
        catch (JsonException)
        {
            // A text that only looks like JSON: it has no keys that could say what is secret.
        }
    }

    // Recursion is bounded by JsonDocument, which reads at most 64 levels.
    private static void AddTexts(SecretMask mask, JsonElement value, bool isSecret)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty property in value.EnumerateObject())
                {
                    AddTexts(mask, property.Value, isSecret || SensitiveKeys.Contains(property.Name));
                }

                break;
            case JsonValueKind.Array:
                foreach (JsonElement element in value.EnumerateArray())
                {
                    AddTexts(mask, element, isSecret);
                }

                break;
            case JsonValueKind.String when isSecret:
                mask.Add(value.GetString());
                break;
        }
    }
}
