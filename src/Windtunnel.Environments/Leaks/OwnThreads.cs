namespace Windtunnel.Environments;

/// <summary>The threads of this process that have a name and are not the runtime's, as Linux tells them; elsewhere none are seen. A thread
/// without a name bears that of the one that started it, so those started from the pool cannot be told from the pool's.</summary>
internal static class OwnThreads
{
    private const string OfTheRuntime = ".NET ";
    private const string OfALongTask = ".NET Long Runni";

    private static readonly string[] OfNoTest =
    [
        "", // It has ended.
        "Kestrel Timer", // One per server, which is told by its listener.
        "TRX streaming s", // Microsoft.Testing.Platform writes its report with it, from some moment of the first tests on.
    ];

    public static IEnumerable<Trace> Traces()
    {
        if (!OperatingSystem.IsLinux())
        {
            return [];
        }

        return from folder in Directory.GetDirectories("/proc/self/task")
               let name = Name(folder)
               let id = Path.GetFileName(folder)
               where !OfNoTest.Contains(name) && (name == OfALongTask || !name.StartsWith(OfTheRuntime, StringComparison.Ordinal))
               select new Trace(
                   $"thread {id} {name}",
                   name == OfALongTask
                       ? $"thread {id} of a long-running task. Let it end."
                       : $"thread {id}, called '{name}'. Let it end.");
    }

    /// <summary>Its first 15 characters; empty: it has ended.</summary>
    private static string Name(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "comm")).TrimEnd('\n');
        }
        catch (IOException)
        {
            return "";
        }
    }
}
