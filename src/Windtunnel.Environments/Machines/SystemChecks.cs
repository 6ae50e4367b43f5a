using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Windtunnel.Environments;

/// <summary>What the system gives: ports, disks, clocks, limits.</summary>
internal static partial class SystemChecks
{
    private const long Gibibyte = 1L << 30;
    private const int FewFiles = 1024;

    /// <summary>The address of a Unix socket has 108 bytes, of which a server's name and folder take some forty.</summary>
    private const int LongestFolder = 60;

    public static IEnumerable<Finding> Ports(Machine machine)
    {
        yield return machine.PortProblem(IPAddress.Loopback) is { } problem
            ? new(
                FindingLevel.Error, "ports", $"No port of 127.0.0.1 can be listened on: {problem.TrimEnd('.')}.",
                "Bring the loopback up (ip link set lo up), and see what holds the ports: ss --listening --tcp --processes.")
            : Finding.Good("ports", "Ports of 127.0.0.1 can be listened on.");
        if (machine.PortProblem(IPAddress.IPv6Loopback) is not null)
        {
            yield return Finding.Good("ports", "There is no IPv6, and none is needed.");
        }
    }

    public static IEnumerable<Finding> Temporary(Machine machine)
    {
        string folder = machine.Temporary;
        if (machine.WriteProblem(folder) is { } problem)
        {
            yield return new(
                FindingLevel.Error, "temporary", $"Nothing can be written to {folder}: {problem.TrimEnd('.')}.",
                "Set TMPDIR to a folder that can be written to.");
            yield break;
        }

        long free = machine.FreeBytes(folder);
        string size = string.Create(CultureInfo.InvariantCulture, $"{(double)free / Gibibyte:0.#} GiB");
        yield return free >= Gibibyte
            ? Finding.Good("temporary", $"{folder} has {size} free.")
            : new(
                free < Gibibyte / 10 ? FindingLevel.Error : FindingLevel.Warning, "temporary",
                $"{folder} has {size} free, and a database server takes some 50 MB.",
                $"Make room, or set {LeaseRoot.Variable} to a folder on a larger disk.");
        if (folder.Length > LongestFolder)
        {
            yield return new(
                FindingLevel.Warning, "temporary", $"{folder} is so long that the sockets of servers in it may not be.",
                $"Set {LeaseRoot.Variable} to a folder with a short path.");
        }

        if (MountOf(machine, folder) is { } mount && mount.Split(' ')[3].Split(',').Contains("noexec"))
        {
            yield return new(
                FindingLevel.Warning, "temporary", $"Programs in {folder} cannot be started: it is mounted noexec.",
                "Set TMPDIR to a folder on another disk.");
        }
    }

    public static IEnumerable<Finding> Locale(Machine machine)
    {
        string? name = machine.Variable("LC_ALL") ?? machine.Variable("LC_CTYPE") ?? machine.Variable("LANG");
        if (name is null or "C" or "POSIX" || Plain(name) is "c" or "c.utf8")
        {
            return [Finding.Good("locale", $"The locale is {name ?? "C"}.")];
        }

        string[]? installed = machine.Ask("locale", "--all-locales");
        return installed is null || installed.Select(Plain).Contains(Plain(name))
            ? [Finding.Good("locale", $"The locale is {name}.")]
            :
            [
                new(
                    FindingLevel.Warning, "locale", $"The locale {name} is demanded by the environment, but is not installed.",
                    "Set LC_ALL=C.UTF-8, or make the locale: locale-gen. Programs that are started fall back to C, or refuse."),
            ];
    }

    public static IEnumerable<Finding> TimeZones(Machine machine) => machine.KnowsTimeZone("Europe/Rome")
        ? [Finding.Good("time_zones", $"Time zone data {ProcessFacts.TimeZoneDataVersion() ?? "of an unknown version"}.")]
        :
        [
            new(
                FindingLevel.Error, "time_zones", "The system knows no time zones, so no schedule in one can be computed.",
                "Install them, on Debian: apt-get install tzdata."),
        ];

    public static IEnumerable<Finding> Clock(Machine machine)
    {
        DateTimeOffset now = machine.Time.GetUtcNow();
        string source = machine.Text("/sys/devices/system/clocksource/clocksource0/current_clocksource")?.Trim() ?? "the system";
        return now + TimeSpan.FromDays(1) < machine.BuiltAt
            ?
            [
                new(
                    FindingLevel.Error, "clock",
                    string.Create(CultureInfo.InvariantCulture, $"The clock says {now:yyyy-MM-dd}, when this program was not built yet."),
                    "Set it, and let it follow a time server. Tokens and certificates are judged by it."),
            ]
            : [Finding.Good("clock", $"The clock is read from {source}.")];
    }

    public static IEnumerable<Finding> Proxy(Machine machine)
    {
        string[] set = [.. new[] { "http_proxy", "all_proxy" }.Where(name => Either(machine, name) is not null)];
        string[] spared = (Either(machine, "no_proxy") ?? "").Split(',', StringSplitOptions.TrimEntries);
        return set.Length == 0 || spared.Contains("*") || (spared.Contains("127.0.0.1") && spared.Contains("localhost"))
            ? [Finding.Good("proxy", "Calls to this machine go to no proxy.")]
            :
            [
                new(
                    FindingLevel.Warning, "proxy",
                    $"The variable {set[0]} sends calls to this machine to a proxy. Those of a test are spared, those of programs that it "
                    + "starts are not.",
                    "Set no_proxy=localhost,127.0.0.1,::1."),
            ];
    }

    public static IEnumerable<Finding> Limits(Machine machine)
    {
        Match files = OpenFiles().Match(machine.Text("/proc/self/limits") ?? "");
        return files.Success && int.TryParse(files.Groups["most"].ValueSpan, out int most) && most < FewFiles
            ?
            [
                new(
                    FindingLevel.Warning, "limits", $"A process may have {most} files open, too few for many environments at once.",
                    "Raise it: ulimit -n 8192."),
            ]
            : [Finding.Good("limits", "A process may have enough files open.")];
    }

    public static IEnumerable<Finding> Leftovers(Machine machine) => machine.Leftovers() is { Count: > 0 } dead
        ?
        [
            new(
                FindingLevel.Warning, "leftovers",
                $"{dead.Count} {(dead.Count == 1 ? "process that was" : "processes that were")} killed left services or files behind.",
                "The next environment that is started clears them away: run a test that needs one."),
        ]
        : [Finding.Good("leftovers", "Nothing is left of processes that were killed.")];

    private static string? Either(Machine machine, string name) => machine.Variable(name) ?? machine.Variable(name.ToUpperInvariant());

    /// <summary>As <c>locale --all-locales</c> writes a name: <c>de_DE.utf8</c> for <c>de_DE.UTF-8</c>.</summary>
    private static string Plain(string locale) => locale.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();

    /// <summary>The line of the innermost mount that holds a folder; null where the system does not tell.</summary>
    private static string? MountOf(Machine machine, string folder) => (machine.Text("/proc/mounts") ?? "").Split('\n')
        .Where(line => line.Split(' ') is [_, var point, _, _, ..]
            && $"{Path.TrimEndingDirectorySeparator(folder)}/".StartsWith(point == "/" ? "/" : $"{point}/", StringComparison.Ordinal))
        .MaxBy(line => line.Split(' ')[1].Length);

    [GeneratedRegex("^Max open files +(?<most>[0-9]+)", RegexOptions.Multiline)]
    private static partial Regex OpenFiles();
}
