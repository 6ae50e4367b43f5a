using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;

namespace Windtunnel.Environments;

/// <summary>A socket of this process, as Linux describes it.</summary>
/// <param name="Inode">No other socket has it.</param>
/// <param name="Local">Where it is bound; null: to a path.</param>
/// <param name="Path">Of a Unix socket that has one.</param>
/// <param name="Remote">Where it leads; null: it is not connected, or to a Unix socket.</param>
/// <param name="IsListening">Whether it takes connections.</param>
internal sealed partial record OwnSocket(string Inode, IPEndPoint? Local, string? Path, IPEndPoint? Remote, bool IsListening)
{
    private const int OfSockets = 1;
    private const int Accepts = 30;
    private const int UnixFamily = 1;
    private const int IPv4Family = 2;
    private const int IPv6Family = 10;
    private const int LongestAddress = 110;

    /// <summary>0: it is a Unix socket.</summary>
    public int Port => Local?.Port ?? 0;

    public string Address => Local?.ToString() ?? Path ?? "a socket without a name";

    /// <summary>Null: it neither listens nor leads anywhere, or was closed meanwhile.</summary>
    public static OwnSocket? Find(int descriptor, string inode)
    {
        int length = sizeof(int);
        bool isListening = GetOption(descriptor, OfSockets, Accepts, out int accepts, ref length) == 0 && accepts != 0;
        byte[] address = new byte[LongestAddress];
        int size = LongestAddress;
        if (GetName(descriptor, address, ref size) != 0)
        {
            return null;
        }

        IPEndPoint? local = EndPoint(address);
        string? path = BinaryPrimitives.ReadUInt16LittleEndian(address) == UnixFamily && size > 2
            ? Encoding.UTF8.GetString(address, 2, size - 2).Trim('\0')
            : null;
        size = LongestAddress;
        IPEndPoint? remote = local is not null && !isListening && GetPeer(descriptor, address, ref size) == 0 ? EndPoint(address) : null;
        return isListening || remote is not null ? new(inode, local, path, remote, isListening) : null;
    }

    private static IPEndPoint? EndPoint(byte[] address)
    {
        int port = BinaryPrimitives.ReadUInt16BigEndian(address.AsSpan(2));
        switch (BinaryPrimitives.ReadUInt16LittleEndian(address))
        {
            case IPv4Family:
                return new(new IPAddress(address.AsSpan(4, 4)), port);
            case IPv6Family:
                var ip = new IPAddress(address.AsSpan(8, 16));
                return new(ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip, port);
            default:
                return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "getsockopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetOption(int descriptor, int level, int name, out int value, ref int length);

    [LibraryImport("libc", EntryPoint = "getsockname")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetName(int descriptor, Span<byte> address, ref int size);

    [LibraryImport("libc", EntryPoint = "getpeername")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetPeer(int descriptor, Span<byte> address, ref int size);
}
