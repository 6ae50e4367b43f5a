using System.Buffers;

namespace Windtunnel.Testing.Cloud;

/// <summary>What a header's value may hold on the wire: an echoed value with a line break would be a header of the client's own.</summary>
internal static class HeaderText
{
    private static readonly SearchValues<char> Allowed =
        SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c), '\t']);

    public static string Safe(string value) => value.AsSpan().ContainsAnyExcept(Allowed)
        ? string.Concat(value.Select(c => Allowed.Contains(c) ? c : '?'))
        : value;
}
