using System.Text.RegularExpressions;

namespace Windtunnel.Cloud.Tests.Replay;

/// <summary>What the names in braces of a recording stand for in this replay: learned from answers, put into later requests.</summary>
internal sealed partial class Placeholders
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public string? this[string name]
    {
        get => _values.GetValueOrDefault(name);
        set => _values[name] = value ?? throw new ArgumentNullException(nameof(value));
    }

    public string Fill(string text) => Name().Replace(text, match => _values.GetValueOrDefault(match.Groups[1].Value, match.Value));

    /// <summary>Learns from a header, an XML element or a JSON property that holds nothing but a name, or a name between other
    /// text.</summary>
    public void Learn(RecordedExchange recorded, Answered answered)
    {
        foreach ((string name, string value) in recorded.ResponseHeaders)
        {
            if (answered.Header(name) is { } actual)
                LearnFrom(value, actual);
        }

        if (recorded.ResponseText is not { } text)
            return;
        foreach (var group in Element().Matches(text).Concat(Property().Matches(text)).GroupBy(match => match.Groups["tag"].Value))
        {
            string tag = Regex.Escape(group.Key);
            string[] actual =
            [
                .. Regex.Matches(answered.Text, $"<{tag}>([^<]*)</{tag}>|\"{tag}\"\\s*:\\s*\"([^\"]*)\"")
                    .Select(match => match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value),
            ];
            string[] recordedValues = [.. group.Select(match => match.Groups["value"].Value)];
            for (int i = 0; i < Math.Min(actual.Length, recordedValues.Length); i++)
                LearnFrom(recordedValues[i], actual[i]);
        }
    }

    private void LearnFrom(string recorded, string actual)
    {
        if (!recorded.Contains('{', StringComparison.Ordinal))
            return;
        string pattern = Regex.Replace(Regex.Escape(recorded), @"\\\{([a-z0-9-]+)}", "(.+?)");
        Match found = Regex.Match(actual, $"^{pattern}$", RegexOptions.Singleline);
        if (!found.Success)
            return;
        foreach ((int index, Match name) in Name().Matches(recorded).Index())
            _values.TryAdd(name.Groups[1].Value, found.Groups[index + 1].Value);
    }

    [GeneratedRegex(@"\{([a-z0-9-]+)\}")]
    private static partial Regex Name();

    [GeneratedRegex(@"<(?<tag>[A-Za-z]+)>(?<value>[^<]*)</\k<tag>>")]
    private static partial Regex Element();

    [GeneratedRegex(@"""(?<tag>[A-Za-z]+)""\s*:\s*""(?<value>[^""]*)""")]
    private static partial Regex Property();
}
