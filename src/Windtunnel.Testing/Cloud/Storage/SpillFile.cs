using Microsoft.Win32.SafeHandles;

namespace Windtunnel.Testing.Cloud;

/// <summary>A temporary file that vanishes with the last content that refers to it: the handle deletes it when it is collected, also
/// when a test ends without disposing anything.</summary>
internal sealed class SpillFile
{
    private readonly SafeFileHandle _file = File.OpenHandle(
        Path.Combine(Path.GetTempPath(), $"windtunnel-{Path.GetRandomFileName()}"),
        FileMode.CreateNew,
        FileAccess.ReadWrite,
        FileShare.None,
        FileOptions.DeleteOnClose | FileOptions.Asynchronous);

    public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellation) =>
        RandomAccess.ReadAsync(_file, buffer, offset, cancellation);

    public ValueTask WriteAsync(long offset, ReadOnlyMemory<byte> bytes, CancellationToken cancellation) =>
        RandomAccess.WriteAsync(_file, bytes, offset, cancellation);
}
