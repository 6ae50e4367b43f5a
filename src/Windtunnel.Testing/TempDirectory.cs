using IOPath = System.IO.Path;

namespace Windtunnel.Testing;

/// <summary>A new, empty directory behind an <c>fs</c> connection. It is deleted when the tunnel it is bound in is disposed.</summary>
/// <example><code>.Bind("inbox", new TempDirectory().With("orders.csv", "id,total\n1,20\n"))</code></example>
public sealed class TempDirectory : Binding
{
    private bool _isAway;

    /// <summary>Its full path.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("windtunnel-").FullName;

    /// <summary>Where it is: while it is away, beside its place.</summary>
    private string Location => _isAway ? Path + ".away" : Path;

    /// <summary>The names of the files in it, sorted.</summary>
    public IReadOnlyList<string> Files =>
        [.. Directory.EnumerateFiles(Location).Select(file => IOPath.GetFileName(file)).Order(StringComparer.Ordinal)];

    /// <summary>Writes a file, replacing one of that name.</summary>
    /// <param name="name">May lie in directories, which are made: <c>2026/orders.csv</c>.</param>
    /// <param name="text">What it holds, in UTF-8.</param>
    /// <exception cref="ArgumentException">The name leads out of the directory.</exception>
    public TempDirectory With(string name, string text)
    {
        string file = PathWithin.Of(Location, name);
        Directory.CreateDirectory(IOPath.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return this;
    }

    /// <summary>Copies a file into it, under its own name.</summary>
    public TempDirectory WithCopyOf(string file)
    {
        File.Copy(file, PathOf(IOPath.GetFileName(file)), overwrite: true);
        return this;
    }

    /// <summary>Copies all that is in a folder into it, with the folders below.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public TempDirectory WithCopyOfAll(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            string target = PathOf(IOPath.GetRelativePath(folder, file));
            Directory.CreateDirectory(IOPath.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }

        return this;
    }

    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public string Read(string name) => File.ReadAllText(PathOf(name));

    /// <summary>The full path of a file in it, which need not exist.</summary>
    public string PathOf(string name) => IOPath.Combine(Location, name);

    /// <summary>Deletes it with all it holds; a second call does nothing.</summary>
    public override ValueTask DisposeAsync()
    {
        if (Directory.Exists(Location))
        {
            Directory.Delete(Location, recursive: true);
        }

        return ValueTask.CompletedTask;
    }

    protected internal override void Leave() => Move(isAway: true);

    protected internal override void Return() => Move(isAway: false);

    protected internal override Connection Connect(string id) => Connection.ToPath(id, Path);

    private void Move(bool isAway)
    {
        string from = Location;
        _isAway = isAway;
        if (from != Location)
        {
            Directory.Move(from, Location);
        }
    }
}
