using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Windtunnel.Environments;

/// <summary>A process that an owner started, as noted in a file of its own, so that it can be ended by others.</summary>
/// <param name="Id">The process, which leads a group of the same id.</param>
/// <param name="Started">When it was started, by which a later process with its id is told apart.</param>
/// <param name="EndSignal">The signal at which it ends at once and cleanly.</param>
internal sealed partial record HeldProcess(int Id, DateTimeOffset Started, int EndSignal)
{
    public const int SigQuit = 3;
    public const int SigKill = 9;
    public const int SigTerm = 15;

    // Linux tells start times in ticks since boot, and each reading of the boot time differs a little.
    private static readonly TimeSpan SameStart = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    public bool IsAlive
    {
        get
        {
            using Process? process = Find();
            return process is not null;
        }
    }

    public static HeldProcess Note(string folder, Process process, int endSignal)
    {
        var noted = new HeldProcess(process.Id, StartOf(process) ?? TimeProvider.System.GetUtcNow(), endSignal);
        File.WriteAllText(
            FileIn(folder, noted.Id),
            string.Create(CultureInfo.InvariantCulture, $"{noted.Started.UtcTicks} {noted.EndSignal}"));
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

    /// <summary>Asks all to end, gives them two seconds together, and kills what is left.</summary>
    public static void EndAll(IReadOnlyCollection<HeldProcess> held)
    {
        List<Process> alive = [.. held.Select(process => process.Find()).OfType<Process>()];
        foreach ((Process process, HeldProcess note) in alive.Join(held, process => process.Id, note => note.Id, (p, n) => (p, n)))
        {
            Signal(process.Id, note.EndSignal);
        }

        long until = Environment.TickCount64 + (long)Grace.TotalMilliseconds;
        foreach (Process process in alive)
        {
            using (process)
            {
                if (!process.WaitForExit((int)Math.Max(1, until - Environment.TickCount64)))
                {
                    Kill(process.Id);
                }
            }
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

    private Process? Find()
    {
        try
        {
            var process = Process.GetProcessById(Id);
            return StartOf(process) is { } start && (start - Started).Duration() < SameStart ? process : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static HeldProcess? Read(string file)
    {
        string[] parts = File.ReadAllText(file).Split(' ');
        return parts.Length == 2
            && int.TryParse(Path.GetFileName(file), NumberStyles.None, CultureInfo.InvariantCulture, out int id)
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long ticks)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int signal)
                ? new(id, new(ticks, TimeSpan.Zero), signal)
                : null;
    }

    private static DateTimeOffset? StartOf(Process process)
    {
        try
        {
            return process.StartTime.ToUniversalTime();
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }

    private static string FileIn(string folder, int id) => Path.Combine(folder, id.ToString(CultureInfo.InvariantCulture));

    private static partial class Native
    {
        [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static partial int Kill(int id, int signal);
    }
}
