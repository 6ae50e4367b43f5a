using System.Globalization;
using System.Net;

namespace Windtunnel.Environments;

/// <summary>A listening socket.</summary>
/// <param name="Key">No other socket has it later.</param>
/// <param name="Address">With its port; of a Unix socket, its path.</param>
internal sealed record Listener(string Key, string Address);

/// <summary>The sockets of some processes: each process tells the inodes of those it has open. Only Linux tells; elsewhere none are
/// seen.</summary>
/// <param name="Listening">Those of all of them; those of environments are left out.</param>
/// <param name="Connected">The TCP servers to which this process has connections, one for each.</param>
internal sealed record OpenSockets(IReadOnlyCollection<Listener> Listening, IReadOnlyCollection<IPEndPoint> Connected)
{
    private const string Link = "socket:[";

    /// <summary>Those of this process and of others.</summary>
    public static OpenSockets Of(IEnumerable<OwnProcess> others)
    {
        if (!OperatingSystem.IsLinux())
        {
            return new([], []);
        }

        // One socket may have several descriptors, and a process that was forked this moment has all of its parent's.
        var open = Open(Environment.ProcessId).DistinctBy(open => open.Inode).ToDictionary(open => open.Inode, open => open.Descriptor);
        OwnSocket[] own = [.. open.Select(open => OwnSocket.Find(open.Value, open.Key)).OfType<OwnSocket>()];
        // The end of a connection that a server of this process accepted has the port on which that listens.
        var ports = own.Where(socket => socket.IsListening).Select(socket => socket.Port).ToHashSet();
        return new(
            [
                .. own.Where(socket => socket.IsListening && !HeldPorts.Contains(socket.Port))
                    .Select(socket => new Listener(KeyOf(socket.Inode), socket.Address))
                    .Concat(ListenersOf([.. others.SelectMany(process => Open(process.Id)).Select(of => of.Inode).Except(open.Keys)]))
                    .Where(listener => !TemporaryFolder.IsOfTheRuntime(listener.Address)),
            ],
            [.. own.Where(socket => !ports.Contains(socket.Port)).Select(socket => socket.Remote).OfType<IPEndPoint>()]);
    }

    /// <summary>Found in the tables of the machine, which name sockets by their inodes. Reading them costs milliseconds.</summary>
    private static IEnumerable<Listener> ListenersOf(HashSet<string> inodes) => inodes.Count == 0
        ? []
        : Table("tcp").Concat(Table("tcp6")).Where(row => row[3] == "0A" && inodes.Contains(row[9]))
            .Select(row => new Listener(KeyOf(row[9]), Written(row[1])))
            .Concat(Table("unix").Where(row => row is [_, _, _, "00010000", _, _, var inode, _, ..] && inodes.Contains(inode))
                .Select(row => new Listener(KeyOf(row[6]), row[7])));

    private static string KeyOf(string inode) => $"socket {inode}";

    private static IEnumerable<string[]> Table(string name) => File.Exists($"/proc/net/{name}")
        ? File.ReadLines($"/proc/net/{name}").Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        : [];

    private static IEnumerable<(int Descriptor, string Inode)> Open(int process)
    {
        string[] files;
        try
        {
            files = Directory.GetFiles(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/fd"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended, or runs as another user.
            return [];
        }

        return from file in files
               let target = Target(file)
               where target is not null && target.StartsWith(Link, StringComparison.Ordinal)
               select (int.Parse(Path.GetFileName(file), CultureInfo.InvariantCulture), target[Link.Length..^1]);
    }

    /// <summary>Null: it was closed meanwhile.</summary>
    private static string? Target(string file)
    {
        try
        {
            return new FileInfo(file).LinkTarget;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>The kernel writes <c>0100007F:1F90</c>: words in the order of the machine's bytes, then the port.</summary>
    private static string Written(string address)
    {
        string[] parts = address.Split(':');
        byte[] words = Convert.FromHexString(parts[0]);
        for (int word = 0; BitConverter.IsLittleEndian && word < words.Length; word += 4)
        {
            Array.Reverse(words, word, 4);
        }

        return new IPEndPoint(new IPAddress(words), int.Parse(parts[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString();
    }
}
