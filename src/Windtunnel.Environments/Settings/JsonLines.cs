using System.Text.Json;

namespace Windtunnel.Environments;

/// <summary>In which line each member of a JSON text stands.</summary>
internal sealed class JsonLines
{
    private const char Separator = '\u001f';

    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);

    private JsonLines()
    {
    }

    /// <summary>Members that stand twice in one object, with both lines.</summary>
    public List<(string Name, int First, int Second)> Repeated { get; } = [];

    /// <summary>The line of a member, by the names on the way to it; 1 for the whole.</summary>
    public int Of(params IEnumerable<string> path) => _lines.GetValueOrDefault(string.Join(Separator, path), 1);

    /// <exception cref="JsonException">It is no JSON.</exception>
    public static JsonLines In(byte[] json)
    {
        var found = new JsonLines();
        List<string> path = [];
        var reader = new Utf8JsonReader(json, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        (int line, long counted) = (1, 0);
        while (reader.Read())
        {
            line += json.AsSpan((int)counted, (int)(reader.TokenStartIndex - counted)).Count((byte)'\n');
            counted = reader.TokenStartIndex;
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            // A member at depth n replaces what stood at that depth, and what stood below it.
            path.RemoveRange(Math.Min(path.Count, reader.CurrentDepth - 1), Math.Max(0, path.Count - (reader.CurrentDepth - 1)));
            while (path.Count < reader.CurrentDepth - 1)
            {
                path.Add("");
            }

            path.Add(reader.GetString()!);
            string key = string.Join(Separator, path);
            if (!found._lines.TryAdd(key, line))
            {
                found.Repeated.Add((path[^1], found._lines[key], line));
            }
        }

        return found;
    }
}
