using System.Text.Json;

namespace Windtunnel;

/// <summary>JSON objects that people write as text: the conf of a run, the extra of an event.</summary>
internal static class JsonObjectText
{
    /// <param name="json">The text.</param>
    /// <param name="what">What it is, for the message, e.g. <c>conf</c>.</param>
    /// <exception cref="ArgumentException">It is no JSON object.</exception>
    public static JsonElement Parse(string json, string what)
    {
        JsonException? unreadable = null;
        try
        {
            if (JsonElement.Parse(json) is { ValueKind: JsonValueKind.Object } found)
            {
                return found;
            }
        }
        catch (JsonException e)
        {
            unreadable = e;
        }

        throw new ArgumentException(
            $"The {what} is '{json}', which is not a JSON object. Give one, e.g. {{\"limit\": 3}}.", nameof(json), unreadable);
    }
}
