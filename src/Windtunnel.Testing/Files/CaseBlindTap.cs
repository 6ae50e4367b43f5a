using System.IO.Abstractions;
using System.IO.Enumeration;

namespace Windtunnel.Testing;

/// <summary>Finds files whatever the case in which they are asked for.</summary>
internal sealed class CaseBlindTap(IFileSystem files) : FileTap
{
    protected override string Meant(string path)
    {
        if (path.Length == 0 || files.File.Exists(path) || files.Directory.Exists(path))
        {
            return path;
        }

        string? parent = files.Path.GetDirectoryName(path);
        if (string.IsNullOrEmpty(parent))
        {
            return path;
        }

        string folder = Meant(parent);
        string name = files.Path.GetFileName(path);
        return (files.Directory.Exists(folder) ? files.Directory.EnumerateFileSystemEntries(folder) : [])
            .FirstOrDefault(entry => files.Path.GetFileName(entry).Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? files.Path.Combine(folder, name);
    }

    protected override object? Pass(FileCall call, Func<object?> proceed)
    {
        // Names are looked for without regard to case too: all are asked for, and those that match are left.
        if (call.Arguments is [string, string pattern, ..] && call.Name.StartsWith("Get", StringComparison.Ordinal))
        {
            call.Arguments[1] = "*";
            return proceed() is string[] found ? found.Where(entry => IsMeant(entry, pattern)).ToArray() : null;
        }

        if (call.Arguments is [string, string sought, ..] && call.Name.StartsWith("Enumerate", StringComparison.Ordinal))
        {
            call.Arguments[1] = "*";
            return proceed() is IEnumerable<string> found ? found.Where(entry => IsMeant(entry, sought)) : null;
        }

        return proceed();
    }

    protected override ValueTask<T> PassAsync<T>(FileCall call, Func<ValueTask<T>> proceed) => proceed();

    private bool IsMeant(string entry, string pattern) => FileSystemName.MatchesSimpleExpression(
        FileSystemName.TranslateWin32Expression(pattern), files.Path.GetFileName(entry), ignoreCase: true);
}
