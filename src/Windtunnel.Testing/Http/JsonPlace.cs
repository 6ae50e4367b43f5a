using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Windtunnel.Testing;

/// <summary>A place in a JSON value: <c>$.lines[0].sku</c>, with <c>['a name']</c> for names that are not words and <c>[*]</c> for every
/// item.</summary>
internal sealed partial class JsonPlace
{
    private readonly string[] _steps;

    /// <exception cref="ArgumentException">The text is no such path.</exception>
    public JsonPlace(string path)
    {
        if (!WholePath().IsMatch(path))
        {
            throw new ArgumentException($"The JSON path '{path}' cannot be read. It has the form $.lines[0].sku, with ['a name'] for other "
                + "names and [*] for every item.", nameof(path));
        }

        _steps = [.. Step().Matches(path).Select(step => step.Value)];
    }

    /// <summary>What stands there: nothing, one value, or with <c>[*]</c> several.</summary>
    public IEnumerable<JsonElement> In(JsonElement root)
    {
        IEnumerable<JsonElement> found = [root];
        foreach (string step in _steps)
        {
            found = found.SelectMany(value => Next(value, step));
        }

        return found;
    }

    private static IEnumerable<JsonElement> Next(JsonElement value, string step) => (value.ValueKind, step) switch
    {
        (JsonValueKind.Array, "[*]") => value.EnumerateArray(),
        (JsonValueKind.Array, ['[', >= '0' and <= '9', ..]) =>
            int.TryParse(step[1..^1], NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < value.GetArrayLength()
                ? [value[index]]
                : [],
        (JsonValueKind.Object, ['.', .. var name]) => value.TryGetProperty(name, out JsonElement member) ? [member] : [],
        (JsonValueKind.Object, ['[', '\'', .. var name]) => value.TryGetProperty(name[..^2], out JsonElement member) ? [member] : [],
        _ => [],
    };

    [GeneratedRegex(@"^\$(?:\.[\p{L}_][\p{L}\p{Nd}_-]*|\[[0-9]+\]|\[\*\]|\['[^']+'\])*\z")]
    private static partial Regex WholePath();

    [GeneratedRegex(@"\.[\p{L}_][\p{L}\p{Nd}_-]*|\[[0-9]+\]|\[\*\]|\['[^']+'\]")]
    private static partial Regex Step();
}
