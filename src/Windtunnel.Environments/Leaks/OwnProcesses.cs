using System.Globalization;
using System.Text;

namespace Windtunnel.Environments;

/// <summary>A running process that this one, or one it started, has started.</summary>
/// <param name="Id">A later process may have it again.</param>
/// <param name="Parent">The process that started it, when it was first seen.</param>
/// <param name="Started">In ticks since boot.</param>
/// <param name="Program">Its first 15 characters.</param>
internal sealed record OwnProcess(int Id, int Parent, long Started, string Program)
{
    public string Key { get; } = string.Create(CultureInfo.InvariantCulture, $"process {Id} {Started}");

    /// <summary>Whether it is of an environment, which ends it.</summary>
    public bool IsHeld { get; init; }
}

/// <summary>The processes that come from this one, as Linux tells them; elsewhere none are seen. One whose parent has ended is known by
/// the folder for temporary files that it inherited.</summary>
/// <remarks>Not thread-safe: it remembers what it saw, so that each look examines only new processes.</remarks>
internal sealed class OwnProcesses
{
    private static readonly byte[] Inherited =
        Encoding.UTF8.GetBytes($"{TemporaryFolder.Variable}={TemporaryFolder.OfThisProcess.Path}\0");

    private readonly Dictionary<int, OwnProcess> _own = [];
    private HashSet<int> _seen = [];

    /// <summary>All but those that environments hold.</summary>
    public IReadOnlyList<OwnProcess> Now()
    {
        if (!OperatingSystem.IsLinux())
        {
            return [];
        }

        var ids = Directory.EnumerateDirectories("/proc").Select(folder => Path.GetFileName(folder))
            .Where(name => char.IsAsciiDigit(name[0])).Select(name => int.Parse(name, CultureInfo.InvariantCulture)).ToHashSet();
        foreach (OwnProcess known in _own.Values.ToArray())
        {
            LookAgain(known);
        }

        Examine(ids.Except(_seen).Select(Read).OfType<OwnProcess>().ToDictionary(process => process.Id));
        _seen = ids;
        foreach (OwnProcess process in _own.Values.Where(process => !process.IsHeld).ToArray())
        {
            _own[process.Id] = process with { IsHeld = BelongsToAnEnvironment(process) };
        }

        return [.. _own.Values.Where(process => !process.IsHeld)];
    }

    private void LookAgain(OwnProcess known)
    {
        if (Read(known.Id) is { } now && now.Started == known.Started)
        {
            _own[known.Id] = known with { Program = now.Program };
        }
        else
        {
            _own.Remove(known.Id);
        }
    }

    private void Examine(Dictionary<int, OwnProcess> fresh)
    {
        // A child may have a lower id than its parent, so those that were not ours at first are looked at again.
        while (fresh.Values.Where(IsOwn).ToArray() is { Length: > 0 } own)
        {
            foreach (OwnProcess process in own)
            {
                _own.Add(process.Id, process);
                fresh.Remove(process.Id);
            }
        }
    }

    private bool IsOwn(OwnProcess process) => process.Id != Environment.ProcessId
        && (process.Parent == Environment.ProcessId
            || _own.ContainsKey(process.Parent)
            || Reaper.EnvironmentOf(process.Id).AsSpan().IndexOf(Inherited) >= 0);

    /// <summary>Whether it, or one it comes from, is noted as that of an environment.</summary>
    private bool BelongsToAnEnvironment(OwnProcess process)
    {
        for (OwnProcess? next = process; next is not null; next = _own.GetValueOrDefault(next.Parent))
        {
            if (next.IsHeld || Reaper.BelongsToAnOwner(next.Id))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Null: it has ended.</summary>
    private static OwnProcess? Read(int id)
    {
        try
        {
            // 1234 (a name) S 1 ...: the name may hold spaces and brackets, so what follows it is found from its end.
            string status = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
            int end = status.LastIndexOf(')');
            string[] rest = status[(end + 2)..].Split(' ');
            bool isDead = rest[0] is "Z" or "X";
            int parent = int.Parse(rest[1], CultureInfo.InvariantCulture);
            long started = long.Parse(rest[19], CultureInfo.InvariantCulture);
            return isDead ? null : new(id, parent, started, status[(status.IndexOf('(') + 1)..end]);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
