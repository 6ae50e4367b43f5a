using System.Collections;

namespace Windtunnel.Testing.Cloud;

/// <summary>The parameters of a request's query, in the order in which they were sent; names are case-sensitive.</summary>
internal sealed class CloudQuery : IEnumerable<(string Name, string Value)>
{
    private readonly List<(string Name, string Value)> _parameters = [];

    private CloudQuery(string raw) => Raw = raw;

    /// <summary>As sent, without the question mark.</summary>
    public string Raw { get; }

    /// <summary>Null when absent, empty when given without a value.</summary>
    public string? this[string name]
    {
        get
        {
            foreach ((string found, string value) in _parameters)
            {
                if (found == name)
                    return value;
            }

            return null;
        }
    }

    /// <exception cref="FormatException">A name or a value is not well encoded.</exception>
    public static CloudQuery Parse(string raw)
    {
        CloudQuery query = new(raw);
        foreach (string pair in raw.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int at = pair.IndexOf('=', StringComparison.Ordinal);
            string name = at < 0 ? pair : pair[..at];
            string value = at < 0 ? "" : pair[(at + 1)..];
            query._parameters.Add((PercentEncoding.Decode(name, plusIsSpace: true), PercentEncoding.Decode(value, plusIsSpace: true)));
        }

        return query;
    }

    public bool Has(string name) => this[name] is not null;

    /// <summary>The value, or null when it is absent or empty.</summary>
    public string? NonEmpty(string name) => this[name] is { Length: > 0 } value ? value : null;

    public IEnumerator<(string Name, string Value)> GetEnumerator() => _parameters.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
