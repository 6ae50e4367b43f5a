using System.Collections.Immutable;
using System.Net.Mime;
using System.Text;

namespace Windtunnel.Testing;

/// <summary>A mail, or a part of one that has several: headers and a body.</summary>
internal sealed record MimePart(ImmutableDictionary<string, string> Headers, ReadOnlyMemory<byte> Body)
{
    private const int DeepestNesting = 20;

    /// <summary>In lower case, e.g. <c>text/plain</c>.</summary>
    public string Type => TypeWithParameters.MediaType.ToLowerInvariant();

    /// <summary>Null: it is no attachment.</summary>
    public string? FileName => Parsed(Headers.GetValueOrDefault("Content-Disposition"), text => new ContentDisposition(text))?.FileName
        ?? TypeWithParameters.Name;

    /// <summary>The body as it was before its transfer encoding.</summary>
    public byte[] Content => TransferEncodings.Decode(Headers.GetValueOrDefault("Content-Transfer-Encoding", ""), Body);

    /// <summary>The content in its character set; in UTF-8 where that is unknown. Lines end with LF.</summary>
    public string Text => EncodedWords.Charset(TypeWithParameters.CharSet).GetString(Content).ReplaceLineEndings("\n").TrimEnd('\n');

    private ContentType TypeWithParameters =>
        Parsed(Headers.GetValueOrDefault("Content-Type"), text => new ContentType(text)) ?? new("text/plain");

    public static MimePart Read(ReadOnlyMemory<byte> bytes)
    {
        ReadOnlySpan<byte> span = bytes.Span;
        int end = span.StartsWith("\r\n"u8) ? 0 : span.IndexOf("\r\n\r\n"u8);
        string head = Encoding.UTF8.GetString(end < 0 ? span : span[..end]);
        int body = end < 0 ? bytes.Length : end == 0 ? 2 : end + 4;
        return new(ReadHeaders(head), bytes[body..]);
    }

    /// <summary>The parts that have no parts themselves.</summary>
    public IEnumerable<MimePart> Leaves(int depth = 0) =>
        TypeWithParameters.Boundary is { Length: > 0 } boundary && Type.StartsWith("multipart/", StringComparison.Ordinal)
            && depth < DeepestNesting
            ? Split(boundary).SelectMany(part => part.Leaves(depth + 1))
            : [this];

    private List<MimePart> Split(string boundary)
    {
        List<MimePart> parts = [];
        byte[] mark = Encoding.ASCII.GetBytes($"--{boundary}");
        ReadOnlyMemory<byte> rest = Body;
        int? begin = null;
        for (int at = 0; (at = FindLine(rest.Span, mark, at)) >= 0; at += mark.Length)
        {
            if (begin is { } from)
            {
                parts.Add(Read(rest[from..Math.Max(from, at - 2)]));
            }

            int lineEnd = rest.Span[at..].IndexOf("\r\n"u8);
            begin = lineEnd < 0 || rest.Span[(at + mark.Length)..].StartsWith("--"u8) ? null : at + lineEnd + 2;
            if (begin is null)
            {
                break;
            }
        }

        return parts;
    }

    /// <summary>Where a line begins with the mark, from here on; negative: nowhere.</summary>
    private static int FindLine(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> mark, int from)
    {
        while (from < bytes.Length && bytes[from..].IndexOf(mark) is >= 0 and var found)
        {
            if (from + found == 0 || bytes[from + found - 1] == '\n')
            {
                return from + found;
            }

            from += found + 1;
        }

        return -1;
    }

    private static ImmutableDictionary<string, string> ReadHeaders(string head)
    {
        var headers = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
        // A line that begins with white space goes on with the header before it.
        string unfolded = head.Replace("\r\n ", " ", StringComparison.Ordinal).Replace("\r\n\t", " ", StringComparison.Ordinal);
        foreach (string line in unfolded.Split("\r\n"))
        {
            if (line.Split(':', 2) is [{ Length: > 0 } name, var value])
            {
                string read = EncodedWords.Decode(value.Trim());
                headers[name] = headers.TryGetValue(name, out string? before) ? $"{before}\n{read}" : read;
            }
        }

        return headers.ToImmutable();
    }

    private static T? Parsed<T>(string? text, Func<string, T> parse)
        where T : class
    {
        try
        {
            return text is null ? null : parse(text);
        }
        catch (FormatException)
        {
            // What a client wrote wrong is no reason to lose its mail.
            return null;
        }
    }
}
