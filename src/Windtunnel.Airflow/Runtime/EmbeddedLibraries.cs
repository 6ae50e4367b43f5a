using System.IO.Compression;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Microsoft.Win32.SafeHandles;

namespace Windtunnel.Airflow;

/// <summary>Native libraries that <c>windtunnel pack</c> put into the executable, compressed, since Airflow takes one file. They are loaded
/// from memory when they are first called: nothing is written to a disk, which another user could exchange or an operator could mount
/// without execution.</summary>
internal static class EmbeddedLibraries
{
    /// <summary>The names of the resources that hold them begin with this.</summary>
    public const string Prefix = "native/";

    /// <summary>Has the runtime ask here for libraries that it finds nowhere else.</summary>
    public static void Offer() => AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) => Load(name);

    /// <returns>0 when the executable carries no such library.</returns>
    private static nint Load(string name)
    {
        if (!OperatingSystem.IsLinux() || Assembly.GetEntryAssembly() is not { } executable
            || Find(executable, name) is not { } found)
        {
            return 0;
        }

        using GZipStream content = found;
        using var memory = new SafeFileHandle(memfd_create("windtunnel\0"u8.ToArray(), 0), ownsHandle: true);
        using (var copy = new FileStream(memory, FileAccess.Write))
        {
            content.CopyTo(copy);
            copy.Flush();
            return NativeLibrary.Load($"/proc/self/fd/{memory.DangerousGetHandle()}");
        }
    }

    private static GZipStream? Find(Assembly executable, string name) =>
        (executable.GetManifestResourceStream($"{Prefix}{name}.gz")
        ?? executable.GetManifestResourceStream($"{Prefix}{name}.so.gz")
        ?? executable.GetManifestResourceStream($"{Prefix}lib{name}.so.gz")) is { } found
            ? new(found, CompressionMode.Decompress)
            : null;

    /// <summary>A file without a name.</summary>
    [DllImport("libc", SetLastError = true)]
    private static extern int memfd_create(byte[] name, uint flags);
}
