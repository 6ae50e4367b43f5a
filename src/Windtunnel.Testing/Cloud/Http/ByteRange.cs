using System.Globalization;

namespace Windtunnel.Testing.Cloud;

/// <summary>A part of a body, both ends included.</summary>
internal readonly record struct ByteRange(long First, long Last)
{
    public long Length => Last - First + 1;

    public string ContentRange(long total) => string.Create(CultureInfo.InvariantCulture, $"bytes {First}-{Last}/{total}");

    /// <summary>Reads a Range header with one range: <c>bytes=0-4</c>, <c>bytes=5-</c> or <c>bytes=-4</c>. One that is well-formed but
    /// covers nothing of the body is not satisfiable.</summary>
    /// <returns>Null when there is no such header, it is malformed or names several ranges: all of the body is meant.</returns>
    public static ByteRange? Of(string? header, long total, out bool isSatisfiable)
    {
        isSatisfiable = true;
        if (header?.StartsWith("bytes=", StringComparison.OrdinalIgnoreCase) != true)
            return null;
        string[] ends = header["bytes=".Length..].Trim().Split('-');
        if (ends.Length != 2 || !IsNumber(ends[0]) || !IsNumber(ends[1]) || (ends[0].Length == 0 && ends[1].Length == 0))
            return null;
        if (ends[0].Length == 0)
        {
            long suffix = Number(ends[1]);
            isSatisfiable = suffix > 0 && total > 0;
            return new(Math.Max(0, total - suffix), total - 1);
        }

        long first = Number(ends[0]);
        long last = ends[1].Length == 0 ? long.MaxValue : Number(ends[1]);
        if (last < first)
            return null;
        isSatisfiable = first < total;
        return new(first, Math.Min(last, total - 1));
    }

    private static bool IsNumber(string text) => text.All(char.IsAsciiDigit);

    private static long Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : long.MaxValue;
}
