using System.Text;
using System.Text.Json;

namespace Windtunnel.Testing;

/// <summary>How a server's answer differs from the recorded one in what clients rely on: status, type, and the shape of JSON. Values may
/// differ: a server lives.</summary>
internal static class TapeDrift
{
    public static IEnumerable<string> Between(TapeExchange recorded, StubResponse found)
    {
        if (recorded.Status != found.Status)
        {
            yield return $"{recorded}: the status was {recorded.Status}, now it is {found.Status}.";
            yield break;
        }

        string? before = MediaType(recorded.ResponseHeaders.FirstOrDefault(
            header => header.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)).Value);
        string? now = MediaType(found.Header("Content-Type"));
        if (before != now)
        {
            yield return $"{recorded}: the type was {before ?? "not said"}, now it is {now ?? "not said"}.";
        }
        else if (recorded.ResponseBody.Kind == TapeBodyKind.Json)
        {
            foreach (string difference in OfJson(recorded.ResponseBody.Text, found.BodyText))
            {
                yield return $"{recorded}: {difference}";
            }
        }
    }

    private static string? MediaType(string? contentType) => contentType?.Split(';')[0].Trim().ToLowerInvariant();

    private static IEnumerable<string> OfJson(string recorded, string found)
    {
        SortedDictionary<string, JsonValueKind> before = Shape(recorded);
        SortedDictionary<string, JsonValueKind> now;
        try
        {
            now = Shape(found);
        }
        catch (JsonException)
        {
            return ["the answer was JSON, now it is not."];
        }

        return before.Select(place => !now.TryGetValue(place.Key, out JsonValueKind kind)
                ? Covered(place.Key, now) ? null : $"{place.Key} is gone."
                : kind == place.Value || kind == JsonValueKind.Null || place.Value == JsonValueKind.Null
                    ? null
                    : $"{place.Key} was {Word(place.Value)}, now it is {Word(kind)}.")
            .Concat(now.Keys.Where(place => !before.ContainsKey(place) && !Covered(place, before)).Select(place => $"{place} is new."))
            .OfType<string>();
    }

    /// <summary>True when the place lies in something that is empty or null there: then nothing is known about it.</summary>
    private static bool Covered(string place, SortedDictionary<string, JsonValueKind> shape)
    {
        for (int end = place.LastIndexOfAny(['.', '[']); end > 0; end = place.LastIndexOfAny(['.', '['], end - 1))
        {
            if (shape.TryGetValue(place[..end], out JsonValueKind kind))
            {
                return kind == JsonValueKind.Null
                    || (kind == JsonValueKind.Array && !shape.Keys.Any(other => other.StartsWith($"{place[..end]}[",
                        StringComparison.Ordinal)));
            }
        }

        return false;
    }

    private static string Word(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        _ => "true or false",
    };

    /// <summary>What stands at each place, all items of an array taken as one.</summary>
    private static SortedDictionary<string, JsonValueKind> Shape(string json)
    {
        SortedDictionary<string, JsonValueKind> shape = new(StringComparer.Ordinal);
        Add(shape, "$", JsonElement.Parse(Encoding.UTF8.GetBytes(json)));
        return shape;
    }

    // Recursion is bounded by JsonElement.Parse, which reads at most 64 levels.
    private static void Add(SortedDictionary<string, JsonValueKind> shape, string place, JsonElement value)
    {
        JsonValueKind kind = value.ValueKind == JsonValueKind.False ? JsonValueKind.True : value.ValueKind;
        if (!shape.TryGetValue(place, out JsonValueKind known) || known == JsonValueKind.Null)
        {
            shape[place] = kind;
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty member in value.EnumerateObject())
            {
                Add(shape, $"{place}.{member.Name}", member.Value);
            }
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in value.EnumerateArray())
            {
                Add(shape, $"{place}[*]", item);
            }
        }
    }
}
