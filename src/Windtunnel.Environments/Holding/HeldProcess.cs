using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Windtunnel.Environments;

/// <summary>A process that an owner started, as noted in a file of its own, so that it can be ended by others.</summary>
/// <param name="Id">The process, which leads a group of the same id.</param>
/// <param name="Started">When it was started, see <see cref="ProcessStart"/>.</param>
/// <param name="EndSignal">The signal at which it ends at once and cleanly.</param>
internal sealed partial record HeldProcess(int Id, string Started, int EndSignal)
{
    public const int SigQuit = 3;
    public const int SigKill = 9;
    public const int SigTerm = 15;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(20);

    public bool IsAlive => ProcessStart.Of(Id) == Started;

    public static HeldProcess Note(string folder, Process process, int endSignal)
    {
        var noted = new HeldProcess(process.Id, ProcessStart.Of(process.Id) ?? "ended", endSignal);
        Directory.CreateDirectory(folder);
        File.WriteAllText(
            FileIn(folder, noted.Id),
            string.Create(CultureInfo.InvariantCulture, $"{noted.Started} {noted.EndSignal}"));
        return noted;
    }

    public static HeldProcess[] NotedIn(string folder) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder).Select(Read).OfType<HeldProcess>()]
        : [];

    public static bool IsNotedIn(string folder, int id) => File.Exists(FileIn(folder, id));

    public void Forget(string folder)
    {
        if (Directory.Exists(folder))
        {
            File.Delete(FileIn(folder, Id));
        }
    }

    /// <summary>Asks all to end, gives them two seconds together, and kills what is left of them and their groups.</summary>
    public static void EndAll(IEnumerable<HeldProcess> held)
    {
        HeldProcess[] alive = [.. held.Where(process => process.IsAlive)];
        foreach (HeldProcess process in alive)
        {
            Signal(process.Id, process.EndSignal);
        }

        var pause = TimeSpan.FromMilliseconds(1);
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Grace && alive.Any(process => process.IsAlive); Thread.Sleep(pause))
        {
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }

        foreach (HeldProcess process in alive)
        {
            if (process.IsAlive)
            {
                Kill(process.Id);
            }

            Signal(-process.Id, SigKill);
        }
    }

    /// <summary>Kills a process, its group and everything below it.</summary>
    public static void Kill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill(entireProcessTree: true);
            Signal(-id, SigKill);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // It ended meanwhile.
        }
    }

    /// <summary>Sends a signal to a process, or to a group by its negative id. False: there is none.</summary>
    public static bool Signal(int id, int signal) => !OperatingSystem.IsWindows() && Native.Kill(id, signal) == 0;

    private static HeldProcess? Read(string file)
    {
        string[] parts = File.ReadAllText(file).Split(' ');
        return parts.Length == 2
            && int.TryParse(Path.GetFileName(file), NumberStyles.None, CultureInfo.InvariantCulture, out int id)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int signal)
                ? new(id, parts[0], signal)
                : null;
    }

    private static string FileIn(string folder, int id) => Path.Combine(folder, id.ToString(CultureInfo.InvariantCulture));

    private static partial class Native
    {
        [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static partial int Kill(int id, int signal);
    }
}
