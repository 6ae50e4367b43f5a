using System.Text.Json;

namespace Windtunnel.Testing;

/// <summary>The first place where a JSON value is not as expected.</summary>
/// <param name="Path">E.g. <c>$.lines[0].sku</c>.</param>
/// <param name="Expected">As JSON; null: nothing should stand there.</param>
/// <param name="Found">As JSON; null: nothing stands there.</param>
/// <param name="IsSecret">True when it stands under a name that holds credentials.</param>
internal sealed record JsonDifference(string Path, string? Expected, string? Found, bool IsSecret = false)
{
    /// <summary>Null when equal: numbers by value, the members of an object in any order.</summary>
    public static JsonDifference? Between(JsonElement expected, JsonElement found) => First(expected, found, "$", Comparison.Whole);

    /// <summary>The same, but what is found may have further members in its objects.</summary>
    public static JsonDifference? OfPart(JsonElement part, JsonElement found) => First(part, found, "$", Comparison.Part);

    /// <summary>The same as <see cref="Between"/>, but a masked text in what is expected stands for any.</summary>
    public static JsonDifference? OfMasked(JsonElement masked, JsonElement found) => First(masked, found, "$", Comparison.Masked);

    // Recursion is bounded by JsonElement.Parse, which reads at most 64 levels.
    private static JsonDifference? First(JsonElement expected, JsonElement found, string path, Comparison how) =>
        (expected.ValueKind, found.ValueKind) switch
        {
            (JsonValueKind.Object, JsonValueKind.Object) => InMembers(expected, found, path, how),
            (JsonValueKind.Array, JsonValueKind.Array) => InItems(expected, found, path, how),
            (JsonValueKind.String, JsonValueKind.String) when how == Comparison.Masked && IsMasked(expected) => null,
            _ => JsonElement.DeepEquals(expected, found) ? null : new(path, expected.GetRawText(), found.GetRawText()),
        };

    private static JsonDifference? InMembers(JsonElement expected, JsonElement found, string path, Comparison how)
    {
        foreach (JsonProperty member in expected.EnumerateObject())
        {
            string place = $"{path}.{member.Name}";
            JsonDifference? difference = found.TryGetProperty(member.Name, out JsonElement value)
                ? First(member.Value, value, place, how)
                : new(place, member.Value.GetRawText(), null);
            if (difference is not null)
            {
                return difference with { IsSecret = difference.IsSecret || HttpSecrets.IsSecretName(member.Name) };
            }
        }

        foreach (JsonProperty member in how == Comparison.Part ? default : found.EnumerateObject())
        {
            if (!expected.TryGetProperty(member.Name, out _))
            {
                return new($"{path}.{member.Name}", null, member.Value.GetRawText(), HttpSecrets.IsSecretName(member.Name));
            }
        }

        return null;
    }

    private static JsonDifference? InItems(JsonElement expected, JsonElement found, string path, Comparison how)
    {
        int common = Math.Min(expected.GetArrayLength(), found.GetArrayLength());
        for (int index = 0; index < common; index++)
        {
            if (First(expected[index], found[index], $"{path}[{index}]", how) is { } difference)
            {
                return difference;
            }
        }

        return expected.GetArrayLength() == found.GetArrayLength()
            ? null
            : new($"{path}[{common}]", ItemAt(expected, common), ItemAt(found, common));
    }

    private static bool IsMasked(JsonElement text) => text.GetString()!.Contains(SecretMask.Replacement, StringComparison.Ordinal);

    private static string? ItemAt(JsonElement array, int index) => index < array.GetArrayLength() ? array[index].GetRawText() : null;

    private enum Comparison
    {
        Whole,
        Part,
        Masked,
    }
}
