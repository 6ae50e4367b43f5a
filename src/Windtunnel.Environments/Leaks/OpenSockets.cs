using System.Globalization;
using System.Net;

namespace Windtunnel.Environments;

/// <summary>A socket that this process, or one it started, has open.</summary>
/// <param name="Inode">No other socket has it.</param>
/// <param name="Address">With its port; of a Unix socket, its path.</param>
internal sealed record OpenSocket(string Inode, string Address)
{
    public string Key => $"socket {Inode}";
}

/// <summary>The listening sockets of some processes: the machine's tables name sockets by inodes, and each process names those it has
/// open. Only Linux tells; elsewhere none are seen.</summary>
internal static class OpenSockets
{
    private const string Listening = "0A";
    private const string UnixListening = "00010000";
    private const string Link = "socket:[";

    /// <summary>Those of this process and of others.</summary>
    public static IEnumerable<OpenSocket> Of(IEnumerable<OwnProcess> others)
    {
        if (!OperatingSystem.IsLinux())
        {
            return [];
        }

        HashSet<string> open = [.. others.Select(process => process.Id).Append(Environment.ProcessId).SelectMany(Inodes)];
        return Table("tcp").Concat(Table("tcp6")).Where(row => row[3] == Listening).Select(row => new OpenSocket(row[9], Address(row[1])))
            .Concat(Table("unix").Where(row => row[3] == UnixListening && row.Length > 7).Select(row => new OpenSocket(row[6], row[7])))
            .Where(socket => open.Contains(socket.Inode));
    }

    private static IEnumerable<string[]> Table(string name) => File.Exists($"/proc/net/{name}")
        ? File.ReadLines($"/proc/net/{name}").Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        : [];

    private static IEnumerable<string> Inodes(int process)
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

        return files.Select(Target).OfType<string>().Where(target => target.StartsWith(Link, StringComparison.Ordinal))
            .Select(target => target[Link.Length..^1]);
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
    private static string Address(string written)
    {
        string[] parts = written.Split(':');
        byte[] words = Convert.FromHexString(parts[0]);
        if (BitConverter.IsLittleEndian)
        {
            for (int word = 0; word < words.Length; word += 4)
            {
                Array.Reverse(words, word, 4);
            }
        }

        return new IPEndPoint(new IPAddress(words), int.Parse(parts[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString();
    }
}
