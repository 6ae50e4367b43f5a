namespace Windtunnel.Testing;

/// <summary>The query values, headers, cookies or form fields of a request, in the order in which they came. Names of headers are
/// compared without regard to case, all others exactly.</summary>
public sealed class StubFields
{
    private readonly List<KeyValuePair<string, string>> _fields;
    private readonly StringComparison _names;

    internal StubFields(IEnumerable<KeyValuePair<string, string>> fields, StringComparison names)
    {
        _fields = [.. fields];
        _names = names;
    }

    /// <summary>All names with their values.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Pairs => _fields;

    /// <summary>The first value of that name; null without one.</summary>
    public string? this[string name] => _fields.Find(field => field.Key.Equals(name, _names)).Value;

    /// <summary>All values of that name; empty without one.</summary>
    public IReadOnlyList<string> All(string name) =>
        [.. _fields.Where(field => field.Key.Equals(name, _names)).Select(field => field.Value)];

    /// <summary>Reads <c>a=1&amp;b=2</c> as a query or a form writes it; what is no valid escape stays as it is.</summary>
    internal static StubFields FromUrlEncoded(string text) => new(
        from pair in text.Split('&', StringSplitOptions.RemoveEmptyEntries)
        let at = pair.IndexOf('=', StringComparison.Ordinal)
        select KeyValuePair.Create(Plain(at < 0 ? pair : pair[..at]), at < 0 ? "" : Plain(pair[(at + 1)..])),
        StringComparison.Ordinal);

    internal static StubFields FromCookies(IEnumerable<string> headers) => new(
        from header in headers
        from pair in header.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        let at = pair.IndexOf('=', StringComparison.Ordinal)
        where at > 0
        select KeyValuePair.Create(pair[..at], pair[(at + 1)..].Trim('"')),
        StringComparison.Ordinal);

    private static string Plain(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
