using System.IO.Enumeration;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace Windtunnel.Cli.Scaffolding;

/// <summary>The packages that a new project refers to.</summary>
/// <param name="Version">Of all of them.</param>
/// <param name="Source">The folder they come from; null: the sources that NuGet is configured with.</param>
internal sealed record WindtunnelPackages(string Version, string? Source)
{
    public static string ToolVersion =>
        typeof(WindtunnelPackages).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <param name="source">A folder with packages; null: those of the repository, packed when needed, or of the tool's own
    /// version.</param>
    /// <param name="terminal">Told of packing, which takes a while.</param>
    /// <param name="cancellation">Ends the packing.</param>
    /// <exception cref="ToolException">The folder has none, or packing fails.</exception>
    public static async Task<WindtunnelPackages> FindAsync(string? source, Terminal terminal, CancellationToken cancellation)
    {
        if (source is not null)
        {
            return In(Path.GetFullPath(source));
        }

        return Repository.Root is { } root ? await OfRepositoryAsync(root, terminal, cancellation) : new(ToolVersion, null);
    }

    private static WindtunnelPackages In(string folder)
    {
        const string Start = "Windtunnel.Testing.";
        string? newest = Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, $"{Start}*.nupkg").MaxBy(File.GetLastWriteTimeUtc)
            : null;
        return newest is null
            ? throw new ToolException(
                ExitCode.Usage, $"The folder '{folder}' has no {Start}*.nupkg. Give --source the folder with the packages.")
            : new(Path.GetFileNameWithoutExtension(newest)[Start.Length..], folder);
    }

    /// <summary>The version names what was packed, so that NuGet's cache never answers with older packages of the same version.</summary>
    private static async Task<WindtunnelPackages> OfRepositoryAsync(string root, Terminal terminal, CancellationToken cancellation)
    {
        string folder = Path.Combine(root, "out", "packages");
        FileInfo[] projects =
        [
            .. new DirectoryInfo(Path.Combine(root, "src")).EnumerateDirectories().SelectMany(it => it.EnumerateFiles("*.csproj"))
                .Where(project => project.Name != "Windtunnel.Cli.csproj").OrderBy(project => project.Name, StringComparer.Ordinal),
        ];
        var packages = new WindtunnelPackages($"{ToolVersion}-local.{Digest(root)}", folder);
        if (!projects.All(project => File.Exists(
            Path.Combine(folder, $"{Path.GetFileNameWithoutExtension(project.Name)}.{packages.Version}.nupkg"))))
        {
            terminal.Note("windtunnel: packing Windtunnel's packages (only when their sources changed)...");
            await PackAsync(projects, packages, cancellation);
        }

        return packages;
    }

    private static string Digest(string root)
    {
        string[] built = ["bin", "obj"];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var sources = new FileSystemEnumerable<string>(
            Path.Combine(root, "src"), (ref entry) => entry.ToFullPath(), new() { RecurseSubdirectories = true })
        {
            ShouldIncludePredicate = (ref entry) => !entry.IsDirectory,
            ShouldRecursePredicate = (ref entry) => !built.Contains(entry.FileName.ToString()),
        };
        IEnumerable<string> settings = Directory.EnumerateFiles(root, "Directory.*.props");
        foreach (string file in sources.Concat(settings).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(root, file)));
            hash.AppendData(File.ReadAllBytes(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 4));
    }

    /// <summary>All in one call: they are built on one another.</summary>
    private static async Task PackAsync(FileInfo[] projects, WindtunnelPackages packages, CancellationToken cancellation)
    {
        Directory.CreateDirectory(packages.Source!);
        string solution = Path.Combine(packages.Source!, "packages.slnx");
        IEnumerable<XElement> entries = projects.Select(project => new XElement("Project", new XAttribute("Path", project.FullName)));
        new XElement("Solution", entries).Save(solution);
        string[] quietly = ["-c", "Release", "-v", "q", "--nologo", "--tl:off"];
        (int exitCode, string said) = await DotnetCommand.RunAsync(
            ["pack", solution, .. quietly, "-o", packages.Source!, $"-p:PackageVersion={packages.Version}"], cancellation);
        if (exitCode != 0)
        {
            throw new ToolException(ExitCode.NotLoadable, $"The packages cannot be packed:\n{said}");
        }
    }
}
