using System.Runtime.CompilerServices;

namespace Windtunnel.Environments;

/// <summary>Finds programs of the machine.</summary>
internal static class Executable
{
    // Servers stand where an ordinary user's PATH may not lead.
    private static readonly string[] Beside =
        ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin", "/opt/homebrew/bin"];

    /// <summary>The full path; null: it is not there. A name with a directory is taken as it is.</summary>
    public static string? Find(string name)
    {
        if (name.Contains(Path.DirectorySeparatorChar))
        {
            return IsProgram(name) ? Path.GetFullPath(name) : null;
        }

        string file = OperatingSystem.IsWindows() && !Path.HasExtension(name) ? name + ".exe" : name;
        string[] path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return path.Concat(Beside).Select(folder => Path.Combine(folder, file)).FirstOrDefault(IsProgram);
    }

    private static bool IsProgram(string path)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path))
        {
            return File.Exists(path);
        }

        try
        {
            const UnixFileMode executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
            return (File.GetUnixFileMode(path) & executable) != 0;
        }
        catch (FileNotFoundException)
        {
            // A link to a file that is not there.
            return false;
        }
    }

    /// <summary>What tells one version of a program from another: its path and its digest.</summary>
    public static async IAsyncEnumerable<(string Name, string Value)> InputsAsync(
        string program, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string path = Find(program)!;
        yield return ("program", $"{path}, digest {await WarmInputs.DigestOfFileAsync(path, cancellation).ConfigureAwait(false)}");
    }
}
