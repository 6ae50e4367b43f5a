namespace Windtunnel;

/// <summary>A directory in place of object storage, for runs on one's own machine: a bucket is a directory in it, an object a
/// file.</summary>
internal sealed class FolderObjects(string root) : ObjectStore
{
    public override async Task<bool> PutAsync(
        string bucket, string key, Stream content, bool onlyIfAbsent = false, CancellationToken cancellation = default)
    {
        string path = PathOf(bucket, key);
        if (onlyIfAbsent && File.Exists(path))
            return false;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string unfinished = $"{path}.part";
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
                .Where(file => file.Extension != ".part")
                .Select(file => new StoredObject(Uri.UnescapeDataString(file.Name[1..]), file.Length))
                .Where(item => item.Key.StartsWith(prefix, StringComparison.Ordinal))
                .OrderBy(item => item.Key, StringComparer.Ordinal),
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
    private string PathOf(string bucket, string key) => Path.Combine(root, NameOf(bucket), NameOf(key));

    private static string NameOf(string name) => $"_{Uri.EscapeDataString(name)}";
}
