using System.Security.Cryptography;
using System.Text;

namespace Windtunnel.Environments;

/// <summary>What an owner writes at things it makes in servers that are not its own. It tells on which machine the owner lives, and which
/// it is, so that what a dead one left can be found, and nothing of another machine's is taken for it.</summary>
internal static class OwnerMark
{
    /// <summary>Eight hexadecimal digits, the same for all owners that share a lease root.</summary>
    public static string Machine { get; } = MachineMark();

    public static string Of(Owner owner) => $"{Machine}_{owner.Id}";

    /// <summary>Whether its owner lived on this machine and lives no more.</summary>
    public static bool IsOfTheDead(string mark, LeaseRoot root) =>
        mark.Split('_') is [var machine, var owner] && machine == Machine && Reaper.IsDead(root, owner);

    private static string MachineMark()
    {
        string identity = File.Exists("/etc/machine-id") ? File.ReadAllText("/etc/machine-id") : Environment.MachineName;
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{identity}/{LeaseRoot.Default.Folder}")))[..8];
    }
}
