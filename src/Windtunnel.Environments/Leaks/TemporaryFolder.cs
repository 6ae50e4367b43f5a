using System.Runtime.CompilerServices;
using Windtunnel.Testing;

namespace Windtunnel.Environments;

/// <summary>The folder for temporary files of this process and of those it starts. Nobody can tell who made a file in the machine's own;
/// what is in this one, one of ours made.</summary>
internal sealed class TemporaryFolder
{
    private static readonly Lazy<TemporaryFolder> Shared = new(() => new(Owner.OfThisProcess));

    // What the .NET runtime makes for itself in each process, and leaves when that is killed.
    private static readonly string[] OfTheRuntime = ["dotnet-diagnostic-", "clr-debug-pipe-", ".dotnet"];

    private TemporaryFolder(Owner owner)
    {
        Path = owner.NewFolder("tmp");
        if (!OperatingSystem.IsWindows())
        {
            // As that of the machine: a process that runs as another user may need it.
            File.SetUnixFileMode(Path, (UnixFileMode)0b1_111_111_111);
        }

        // What outlives this process stays in the machine's: the leases of all our processes, and journals.
        Environment.SetEnvironmentVariable(LeaseRoot.Variable, owner.Root.Folder);
        RuntimeHelpers.RunClassConstructor(typeof(JournalFolder).TypeHandle);
        Environment.SetEnvironmentVariable(Variable, Path);
    }

    public static TemporaryFolder OfThisProcess => Shared.Value;

    /// <summary>The environment variable from which programs take it.</summary>
    public static string Variable { get; } = OperatingSystem.IsWindows() ? "TMP" : "TMPDIR";

    public string Path { get; }

    public IEnumerable<string> Files() => Directory.EnumerateFileSystemEntries(Path).Where(path => !IsOfTheRuntime(path));

    /// <summary>Whether the .NET runtime of some process made it: a file, or a socket on which that listens.</summary>
    public static bool IsOfTheRuntime(string path) =>
        OfTheRuntime.Any(name => System.IO.Path.GetFileName(path).StartsWith(name, StringComparison.Ordinal));
}
