using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Windtunnel.Environments;

/// <summary>When a process was started, as a text by which a later process with its id is told apart. Linux counts from the machine's
/// boot, so that setting the clock changes nothing.</summary>
internal static class ProcessStart
{
    private const string BootFile = "/proc/sys/kernel/random/boot_id";
    private const int FieldOfGroup = 2;
    private const int FieldOfStart = 19;

    private static readonly string Boot = File.Exists(BootFile) ? File.ReadAllText(BootFile).Trim() : "";

    /// <summary>Null: it has ended. One that has ended and whose parent has not asked how counts as ended.</summary>
    public static string? Of(int id)
    {
        try
        {
            return OperatingSystem.IsLinux() ? InTicksSinceBoot(id) : OnTheClock(id);
        }
        catch (Exception e) when (e is IOException or ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }

    /// <summary>The process that leads its group, as Linux tells it; null elsewhere, or when it has ended.</summary>
    public static int? GroupOf(int id)
    {
        try
        {
            return OperatingSystem.IsLinux() ? int.Parse(Fields(id)[FieldOfGroup], CultureInfo.InvariantCulture) : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static string? InTicksSinceBoot(int id) =>
        Fields(id) is var fields && fields[0] is "Z" or "X" ? null : $"{Boot}/{fields[FieldOfStart]}";

    private static string[] Fields(int id)
    {
        // 1234 (a name) S 1 ...: the name may hold spaces and brackets, so what follows it is found from its end.
        string status = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
        return status[(status.LastIndexOf(')') + 2)..].Split(' ');
    }

    private static string OnTheClock(int id)
    {
        using var process = Process.GetProcessById(id);
        return process.StartTime.ToUniversalTime().Ticks.ToString(CultureInfo.InvariantCulture);
    }
}
