using Microsoft.Win32.SafeHandles;

namespace Windtunnel.Testing.Cloud;

/// <summary>A temporary file without a name: its room is free again when the last content that refers to it was collected, or the process
/// ended, however it ended.</summary>
/// <param name="folder">On whose disk it is.</param>
internal sealed class SpillFile(string folder)
{
    private readonly SafeFileHandle _file = Open(Path.Combine(folder, $"windtunnel-{Path.GetRandomFileName()}"));

    public SpillFile()
        : this(Path.GetTempPath())
    {
    }

    public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellation) =>
        RandomAccess.ReadAsync(_file, buffer, offset, cancellation);

    public ValueTask WriteAsync(long offset, ReadOnlyMemory<byte> bytes, CancellationToken cancellation) =>
        RandomAccess.WriteAsync(_file, bytes, offset, cancellation);

    private static SafeFileHandle Open(string path)
    {
        // Windows deletes it when the process ends. Unix does not, but lets its name go while it is open.
        FileOptions options = OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None;
        SafeFileHandle file = File.OpenHandle(
            path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, options | FileOptions.Asynchronous);
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(path);
        }

        return file;
    }
}
