using System.Globalization;
using System.Reflection;
using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Windtunnel;

/// <summary>What this process stands on.</summary>
internal static class ProcessFacts
{
    /// <summary>Of the environment, only these are told: none of them holds a secret.</summary>
    private static readonly string[] Variables =
    [
        "CI", "COMPlus_GCHeapHardLimit", "DOTNET_GCHeapHardLimit", "DOTNET_ROLL_FORWARD", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT",
        "DOTNET_TieredCompilation", "DOTNET_TieredPGO", "DOTNET_gcServer", "LANG", "LANGUAGE", "LC_ALL", "LC_COLLATE", "LC_CTYPE",
        "LC_NUMERIC", "LC_TIME", "PGTZ", "TZ", "TZDIR",
    ];

    /// <summary>Whether they are set may matter, but what they hold may be a password.</summary>
    private static readonly string[] Proxies = ["http_proxy", "https_proxy", "all_proxy", "no_proxy"];

    /// <summary>The root of all packages' versions, without the digest of the source that follows a <c>+</c>.</summary>
    private static string? Windtunnel => VersionOf(typeof(ProcessFacts).Assembly)?.Split('+')[0];

    public static IEnumerable<KeyValuePair<string, string>> Gather()
    {
        (string Name, string? Value)[] facts =
        [
            ("os", RuntimeInformation.OSDescription),
            ("kernel", FirstLineOf("/proc/sys/kernel/osrelease") ?? Environment.OSVersion.Version.ToString()),
            ("architecture", RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()),
            ("cpus", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)),
            ("memory", $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB"),
            ("root", Environment.IsPrivilegedProcess ? "yes" : "no"),
            ("runtime", RuntimeInformation.FrameworkDescription),
            ("runtime.mode", RuntimeFeature.IsDynamicCodeCompiled ? "jit" : "native"),
            ("runtime.gc", GCSettings.IsServerGC ? "server" : "workstation"),
            ("culture", CultureInfo.CurrentCulture.Name is { Length: > 0 } culture ? culture : "invariant"),
            ("globalization", IsInvariant ? "invariant" : "icu"),
            ("locale", Variable("LC_ALL") ?? Variable("LANG")),
            ("time_zone", TimeZoneInfo.Local.Id),
            ("time_zone_data", TimeZoneDataVersion()),
            ("clock_source", FirstLineOf("/sys/devices/system/clocksource/clocksource0/current_clocksource")),
            ("windtunnel", Windtunnel),
            .. Variables.Select(name => ($"variable.{name}", Variable(name))),
            .. Proxies.Select(name => ($"variable.{name}", Variable(name) ?? Variable(name.ToUpperInvariant())))
                .Select(proxy => (proxy.Item1, proxy.Item2 is null ? null : "set")),
            .. PackageFacts.OfThisProcess(),
            .. CommitFacts.Of(Environment.CurrentDirectory, Assembly.GetEntryAssembly() is { } entry ? VersionOf(entry) : null),
        ];
        return facts.Where(fact => !string.IsNullOrEmpty(fact.Value)).Select(fact => KeyValuePair.Create(fact.Name, fact.Value!));
    }

    /// <summary>E.g. <c>2025b</c>; null where the system does not tell.</summary>
    public static string? TimeZoneDataVersion()
    {
        string folder = Variable("TZDIR") ?? "/usr/share/zoneinfo";
        return FirstLineOf(Path.Combine(folder, "tzdata.zi"))?.Replace("# version ", "", StringComparison.Ordinal)
            ?? FirstLineOf(Path.Combine(folder, "+VERSION"));
    }

    private static bool IsInvariant =>
        AppContext.TryGetSwitch("System.Globalization.Invariant", out bool isSet) ? isSet
            : Variable("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT") is "1" or "true";

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static string? VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

    private static string? FirstLineOf(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadLines(path).FirstOrDefault()?.Trim() : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A fact that may not be read is not known.
            return null;
        }
    }
}
