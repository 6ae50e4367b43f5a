using System.Text;

namespace Windtunnel.Testing;

/// <summary>A call to a file system.</summary>
/// <param name="Name">Of the method, e.g. <c>WriteAllTextAsync</c>.</param>
/// <param name="Path">The first it names; empty: none.</param>
/// <param name="Arguments">All of them.</param>
internal sealed record FileCall(string Name, string Path, object?[] Arguments)
{
    /// <summary>Paths of one run are not those of another, file names are.</summary>
    public string FileName => System.IO.Path.GetFileName(Path);

    public string Operation => Name.EndsWith("Async", StringComparison.Ordinal) ? Name[..^5] : Name;

    /// <summary>Where a rename, replacement or copy leads; null for other calls.</summary>
    public string? Target => Name is "Move" or "MoveTo" or "Replace" or "Copy" or "CopyTo"
        ? Arguments.OfType<string>().ElementAtOrDefault(Name is "MoveTo" or "CopyTo" ? 0 : 1)
        : null;

    /// <summary>The paths that are other than before when the call is done; a file that is opened to be written to is one.</summary>
    public IEnumerable<string> Changes => this switch
    {
        { Name: "Copy" or "CopyTo", Target: { } copy } => [copy],
        { Target: { } moved } => [Path, moved],
        { Name: "Open" or "New" } => OpensToWrite ? [Path] : [],
        _ => Changing.Any(verb => Name.StartsWith(verb, StringComparison.Ordinal)) || Name == "OpenWrite" ? [Path] : [],
    };

    private static readonly string[] Changing = ["Write", "Append", "Create", "Delete", "Set", "Encrypt", "Decrypt", "Truncate"];

    private bool OpensToWrite => (Arguments.OfType<FileStreamOptions>().FirstOrDefault()?.Access
        ?? Arguments.OfType<FileAccess>().Select(access => (FileAccess?)access).FirstOrDefault()
        ?? FileAccess.ReadWrite).HasFlag(FileAccess.Write);

    /// <summary>The bytes that the call writes as a whole file, or adds to one; null: it does neither.</summary>
    public byte[]? Content()
    {
        if (!Name.StartsWith("WriteAll", StringComparison.Ordinal) && !Name.StartsWith("AppendAll", StringComparison.Ordinal))
        {
            return null;
        }

        Encoding encoding = Arguments.OfType<Encoding>().FirstOrDefault() ?? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return Arguments[1] switch
        {
            byte[] bytes => bytes,
            ReadOnlyMemory<byte> bytes => bytes.ToArray(),
            string text => encoding.GetBytes(text),
            ReadOnlyMemory<char> text => encoding.GetBytes(text.ToArray()),
            IEnumerable<string> lines => encoding.GetBytes(string.Concat(lines.Select(line => line + Environment.NewLine))),
            null => [],
            var other => throw new NotSupportedException(
                $"A fault of a disk cannot look into a {other.GetType().Name}. Write text or bytes."),
        };
    }

    /// <summary>True for a parameter that names a file or directory.</summary>
    public static bool IsPath(string parameter) => parameter.EndsWith("path", StringComparison.OrdinalIgnoreCase)
        || parameter.EndsWith("fileName", StringComparison.OrdinalIgnoreCase)
        || parameter.EndsWith("dirName", StringComparison.OrdinalIgnoreCase);
}
