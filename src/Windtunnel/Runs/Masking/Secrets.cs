using System.Text.Json;

namespace Windtunnel;

/// <summary>What of connections and variables is secret.</summary>
internal static class Secrets
{
    public static SecretMask Of(World world)
    {
        var mask = new SecretMask();
        foreach (string secret in world.Connections.Values.SelectMany(In))
        {
            mask.Add(secret);
        }

        foreach (string secret in world.Variables.SelectMany(variable => InVariable(variable.Key, variable.Value)))
        {
            mask.Add(secret);
        }

        return mask;
    }

    /// <summary>The password, and the texts of the extra under keys whose name says that they are secret.</summary>
    public static IEnumerable<string> In(Connection connection) =>
        connection.Password is { } password ? [password, .. InJson(connection.Extra)] : InJson(connection.Extra);

    /// <summary>A variable is as secret as its name says, and as what an object in it holds.</summary>
    public static IEnumerable<string> InVariable(string key, string value) =>
        SensitiveKeys.Contains(key) ? [value, .. InJson(value)] : InJson(value);

    /// <summary>The texts of a JSON object under keys whose name says that they are secret.</summary>
    private static List<string> InJson(string? json)
    {
        List<string> found = [];
        if (json is null || !json.StartsWith('{'))
        {
            return found;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            AddTexts(found, document.RootElement, isSecret: false);
        }
        catch (JsonException)
        {
            // A text that only looks like JSON: it has no keys that could say what is secret.
        }

        return found;
    }

    // Recursion is bounded by JsonDocument, which reads at most 64 levels.
    private static void AddTexts(List<string> found, JsonElement value, bool isSecret)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty property in value.EnumerateObject())
                {
                    AddTexts(found, property.Value, isSecret || SensitiveKeys.Contains(property.Name));
                }

                break;
            case JsonValueKind.Array:
                foreach (JsonElement element in value.EnumerateArray())
                {
                    AddTexts(found, element, isSecret);
                }

                break;
            case JsonValueKind.String when isSecret:
                found.Add(value.GetString()!);
                break;
        }
    }
}
