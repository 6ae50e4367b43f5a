using System.IO.Abstractions;
using System.IO.Abstractions.TestingHelpers;

namespace Windtunnel.Testing;

/// <summary>A directory in memory behind an <c>fs</c> connection, for bodies that use the <c>Files()</c> hook. Nothing touches the
/// machine's disk.</summary>
/// <remarks>It is as sensitive to case as the machine's own file system; <see cref="DiskFault.IgnoringCase"/> makes it blind to
/// it.</remarks>
/// <example><code>.Bind("inbox", new MemoryFiles().With("orders.csv", "id,total\n1,20\n"))</code></example>
public sealed class MemoryFiles : Binding
{
    private readonly MockFileSystem _files = new();

    /// <summary>The full path of the directory, which exists.</summary>
    public string Path { get; }

    public MemoryFiles()
    {
        Path = _files.Path.GetFullPath("/files");
        _files.Directory.CreateDirectory(Path);
    }

    /// <summary>The whole file system it lies in.</summary>
    public IFileSystem FileSystem => _files;

    /// <summary>The names of the files in it, sorted.</summary>
    public IReadOnlyList<string> Files =>
        [.. _files.Directory.EnumerateFiles(Path).Select(file => _files.Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    /// <summary>Writes a file, replacing one of that name.</summary>
    /// <param name="name">May lie in directories, which are made: <c>2026/orders.csv</c>.</param>
    /// <param name="text">What it holds, in UTF-8.</param>
    /// <exception cref="ArgumentException">The name leads out of the directory.</exception>
    public MemoryFiles With(string name, string text)
    {
        string file = PathWithin.Of(Path, name);
        _files.Directory.CreateDirectory(_files.Path.GetDirectoryName(file)!);
        _files.File.WriteAllText(file, text);
        return this;
    }

    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public string Read(string name) => _files.File.ReadAllText(PathOf(name));

    /// <summary>The full path of a file in it, which need not exist.</summary>
    public string PathOf(string name) => _files.Path.Combine(Path, name);

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    protected internal override Connection Connect(string id) => Connection.ToPath(id, Path) with { Double = _files };
}
