using System.Reflection;
using System.Security.Cryptography;

namespace Windtunnel.Cli.Scaffolding;

/// <summary>The packages that a new project refers to.</summary>
/// <param name="Version">Of all of them.</param>
/// <param name="Source">The folder they come from; null: the sources that NuGet is configured with.</param>
internal sealed record WindtunnelPackages(string Version, string? Source)
{
    private static readonly Assembly[] Packed =
    [
        typeof(Dag).Assembly,
        typeof(FilesHook).Assembly,
        typeof(Engine.EmbeddedEngine).Assembly,
        typeof(Airflow.BundleProgram).Assembly,
        typeof(Testing.Tunnel).Assembly,
    ];

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
        var packages = new WindtunnelPackages($"{ToolVersion}-local.{Digest()}", folder);
        bool IsMissing(string name) => !File.Exists(Path.Combine(folder, $"{name}.{packages.Version}.nupkg"));
        foreach (string name in Packed.Select(assembly => assembly.GetName().Name!).Where(IsMissing))
        {
            terminal.Note($"windtunnel: packing {name}...");
            await PackAsync(Path.Combine(root, "src", name), packages, cancellation);
        }

        return packages;
    }

    private static string Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Assembly assembly in Packed)
        {
            hash.AppendData(File.ReadAllBytes(assembly.Location));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 4));
    }

    private static async Task PackAsync(string project, WindtunnelPackages packages, CancellationToken cancellation)
    {
        string[] quietly = ["-c", "Release", "-v", "q", "--nologo", "--tl:off"];
        (int exitCode, string said) = await DotnetCommand.RunAsync(
            ["pack", project, .. quietly, "-o", packages.Source!, $"-p:PackageVersion={packages.Version}"], cancellation);
        if (exitCode != 0)
        {
            throw new ToolException(ExitCode.NotLoadable, $"'{project}' cannot be packed:\n{said}");
        }
    }
}
