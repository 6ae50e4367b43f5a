using System.Globalization;
using System.Runtime.InteropServices;

namespace Windtunnel.Environments;

/// <summary>System V shared memory, which outlives a PostgreSQL server that was killed: its file <c>postmaster.pid</c> names it.</summary>
internal static partial class SharedMemory
{
    private const int Remove = 0;
    private const int LineOfKeyAndId = 6;

    public static void RemoveOfServersIn(string? folder)
    {
        if (OperatingSystem.IsWindows() || !Directory.Exists(folder))
        {
            return;
        }

        var withinServices = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2 };
        foreach (string file in Directory.EnumerateFiles(folder, "postmaster.pid", withinServices))
        {
            string? line = File.ReadLines(file).ElementAtOrDefault(LineOfKeyAndId);
            if (line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var id]
                && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out int segment))
            {
                _ = Control(segment, Remove, 0);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "shmctl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Control(int segment, int command, nint buffer);
}
