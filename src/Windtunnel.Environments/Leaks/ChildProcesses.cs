using System.Collections.Immutable;
using System.Globalization;

namespace Windtunnel.Environments;

/// <summary>The processes that descend from this one, as Linux tells them; elsewhere none are seen.</summary>
internal static class ChildProcesses
{
    /// <summary>By their ids, with their programs. Those that belong to an environment, which ends them itself, are left out.</summary>
    public static ImmutableDictionary<string, string> Now()
    {
        if (!OperatingSystem.IsLinux())
        {
            return ImmutableDictionary<string, string>.Empty;
        }

        ILookup<int, (int Id, string Program)> byParent = Directory.EnumerateDirectories("/proc")
            .Select(folder => Path.GetFileName(folder))
            .Where(name => name.All(char.IsAsciiDigit))
            .Select(name => Read(int.Parse(name, CultureInfo.InvariantCulture)))
            .OfType<(int Parent, int Id, string Program)>()
            .ToLookup(process => process.Parent, process => (process.Id, process.Program));
        return Below(byParent, Environment.ProcessId)
            .Where(process => !Reaper.BelongsToAnOwner(process.Id))
            .ToImmutableDictionary(process => process.Id.ToString(CultureInfo.InvariantCulture), process => process.Program);
    }

    private static IEnumerable<(int Id, string Program)> Below(ILookup<int, (int Id, string Program)> byParent, int parent) =>
        byParent[parent].SelectMany(child => Below(byParent, child.Id).Prepend(child));

    /// <summary>Null: it ended meanwhile.</summary>
    private static (int Parent, int Id, string Program)? Read(int id)
    {
        try
        {
            // 1234 (a name) S 1 ...: the name may hold spaces and brackets, so what follows it is found from its end.
            string status = File.ReadAllText($"/proc/{id}/stat");
            int end = status.LastIndexOf(')');
            string[] rest = status[(end + 2)..].Split(' ');
            bool isDead = rest[0] == "Z";
            return isDead ? null : (int.Parse(rest[1], CultureInfo.InvariantCulture), id, status[(status.IndexOf('(') + 1)..end]);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
