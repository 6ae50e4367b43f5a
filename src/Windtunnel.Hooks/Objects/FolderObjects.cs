using System.Text;

namespace Windtunnel;

/// <summary>A directory in place of object storage, for runs on one's own machine: a bucket is a directory in it, an object a
/// file.</summary>
internal sealed class FolderObjects(string root) : ObjectStore
{
    // What is being written has four characters more.
    private const int LongestName = 250;

    public override async Task<bool> PutAsync(
        string bucket, string key, Stream content, bool onlyIfAbsent = false, CancellationToken cancellation = default)
    {
        string path = PathOf(bucket, key);
        if (onlyIfAbsent && File.Exists(path))
            return false;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string unfinished = Unfinished(path);
        await using (FileStream file = File.Create(unfinished))
            await content.CopyToAsync(file, cancellation);
        File.Move(unfinished, path, overwrite: true);
        return true;
    }

    public override Task<Stream> OpenAsync(string bucket, string key, CancellationToken cancellation = default)
    {
        string path = PathOf(bucket, key);
        return File.Exists(path) ? Task.FromResult<Stream>(File.OpenRead(path)) : throw Missing(bucket, key);
    }

    public override Task<IReadOnlyList<StoredObject>> ListAsync(string bucket, string prefix = "", CancellationToken cancellation = default)
    {
        DirectoryInfo folder = new(Path.Combine(root, NameOf(bucket)));
        IReadOnlyList<StoredObject> found = !folder.Exists ? [] :
        [
            .. folder.EnumerateFiles("_*")
                .Select(file => new StoredObject(Uri.UnescapeDataString(file.Name[1..]), file.Length))
                .Where(item => item.Key.StartsWith(prefix, StringComparison.Ordinal))
                .OrderBy(item => Convert.ToHexString(Encoding.UTF8.GetBytes(item.Key)), StringComparer.Ordinal),
        ];
        return Task.FromResult(found);
    }

    public override Task DeleteAsync(string bucket, string key, CancellationToken cancellation = default)
    {
        string path = PathOf(bucket, key);
        if (File.Exists(path))
            File.Delete(path);
        return Task.CompletedTask;
    }

    // A key is one escaped file name: slashes and dots in it lead nowhere.
    private string PathOf(string bucket, string key)
    {
        string folder = Path.Combine(root, NameOf(bucket)), path = Path.Combine(folder, NameOf(key));
        foreach (FileSystemInfo entry in new FileSystemInfo[] { new DirectoryInfo(folder), new FileInfo(path), new FileInfo(Unfinished(
            path)) })
        {
            if (entry.LinkTarget is not null)
            {
                throw new IOException(
                    $"'{entry.FullName}' is a symbolic link, and a directory of objects follows none: it could lead out of it. Remove it.");
            }
        }

        return path;
    }

    // No object's file begins so.
    private static string Unfinished(string path) => Path.Combine(Path.GetDirectoryName(path)!, $"part{Path.GetFileName(path)}");

    private static string NameOf(string name)
    {
        string escaped = $"_{Uri.EscapeDataString(name)}";
        bool isText = !name.EnumerateRunes().Any(rune => rune == Rune.ReplacementChar) || name.Contains('\uFFFD', StringComparison.Ordinal);
        if (name.Length == 0 || !isText)
        {
            throw new ArgumentException(
                "A bucket or key must be text of at least one character. Half of a surrogate pair is none.", nameof(name));
        }

        return escaped.Length <= LongestName
            ? escaped
            : throw new PathTooLongException(
                $"The name '{name[..Math.Min(name.Length, 40)]}...' takes {escaped.Length} bytes as the name of a file, and a directory "
                + $"holds names of {LongestName} at most. Shorten it, or bind an emulator instead of a directory.");
    }
}
