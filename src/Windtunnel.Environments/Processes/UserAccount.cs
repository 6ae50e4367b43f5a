using System.Globalization;
using System.Runtime.InteropServices;

namespace Windtunnel.Environments;

/// <summary>A user of a Unix machine. Servers that refuse to run as root run as another.</summary>
internal sealed partial record UserAccount(string Name, uint UserId, uint GroupId)
{
    /// <summary>Null: there is none of that name.</summary>
    public static UserAccount? Find(string name) => File.Exists("/etc/passwd")
        ? File.ReadLines("/etc/passwd").Select(line => line.Split(':')).Where(fields => fields is [_, _, _, _, ..] && fields[0] == name)
            .Select(fields => new UserAccount(name, Number(fields[2]), Number(fields[3]))).FirstOrDefault()
        : null;

    /// <summary>Gives a file or folder to this user, which only root may.</summary>
    /// <exception cref="UnauthorizedAccessException">We may not.</exception>
    public void Own(string path)
    {
        if (ChangeOwner(path, UserId, GroupId) != 0)
        {
            throw new UnauthorizedAccessException(
                $"'{path}' cannot be given to the user '{Name}': {Marshal.GetLastPInvokeErrorMessage()}.");
        }
    }

    private static uint Number(string text) => uint.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ChangeOwner(string path, uint user, uint group);
}
