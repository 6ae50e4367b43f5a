using System.Collections.Immutable;
using System.Net;

namespace Windtunnel.Environments.Tests.Machines;

/// <summary>Each check on a machine that has everything, and on one that lacks or has spoilt one thing.</summary>
public sealed class MachineDoctorTests
{
    private static readonly DateTimeOffset Built = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Machine Healthy = new()
    {
        IsLinux = true,
        Variable = name => name == "LANG" ? "en_GB.UTF-8" : null,
        Program = name => $"/usr/bin/{name}",
        Ask = (program, _) => program == "dotnet" ? ["9.0.100 [/sdk]", "10.0.401 [/sdk]"] : ["C", "en_GB.utf8"],
        Text = path => path switch
        {
            "/work/global.json" => """{ "sdk": { "version": "10.0.401" } }""",
            "/proc/mounts" => "/dev/sda / ext4 rw,relatime 0 0\ntmpfs /tmp tmpfs rw,nosuid 0 0\n",
            "/proc/self/limits" => "Max open files            20000                20000                files\n",
            _ => null,
        },
        Exists = _ => true,
        Postgres = () => "/usr/lib/postgresql/15/bin",
        SocketProblem = _ => null,
        PortProblem = _ => null,
        WriteProblem = _ => null,
        FreeBytes = _ => 20L << 30,
        KnowsTimeZone = _ => true,
        Leftovers = () => [],
        BuiltAt = Built,
        Time = new StandingClock(Built + TimeSpan.FromDays(20)),
        Temporary = "/tmp",
        Folder = "/work/orders/src",
    };

    [Fact]
    public void Examine_OfAMachineWithEverything_FindsOnlyGood()
    {
        ImmutableArray<Finding> findings = new MachineDoctor(Healthy).Examine();

        Assert.All(findings, finding => Assert.True(finding.Level == FindingLevel.Good, finding.ToString()));
        Assert.Equal(MachineDoctor.CheckNames, findings.Select(finding => finding.Check).Distinct());
    }

    [Fact]
    public void Examine_OfThisMachine_TellsSomethingOfEach() =>
        Assert.Equal(MachineDoctor.CheckNames, new MachineDoctor().Examine().Select(finding => finding.Check).Distinct());

    public static TheoryData<string, object, FindingLevel, string, string> Faults => new()
    {
        { "sdk", Healthy with { Ask = (_, _) => null }, FindingLevel.Error, "There is no .NET SDK", "Install the .NET SDK 10.0.401" },
        { "sdk", Healthy with { Ask = (_, _) => ["9.0.100 [/sdk]"] }, FindingLevel.Error, "is 9.0.100, and 10.0.401 is needed", "Install" },
        { "native_aot", Without("clang", "gcc"), FindingLevel.Warning, "lacks a C compiler", "apt-get install clang" },
        { "native_aot", Healthy with { Exists = _ => false }, FindingLevel.Warning, "lacks zlib's headers", "zlib1g-dev" },
        { "native_aot", Healthy with { IsLinux = false }, FindingLevel.NotTold, "on Linux only", "" },
        { "postgres", Healthy with { Postgres = () => null }, FindingLevel.Warning, "There is no PostgreSQL", "WINDTUNNEL_POSTGRES" },
        { "servers", Without("redis-server"), FindingLevel.Warning, "There is no redis-server", "apt-get install redis-server" },
        { "containers", Healthy with { Exists = _ => false }, FindingLevel.NotTold, "no socket of Docker or Podman", "DOCKER_HOST" },
        { "containers", Healthy with { SocketProblem = _ => "Permission denied" }, FindingLevel.Warning, "Permission denied.", "usermod" },
        { "ports", Healthy with { PortProblem = _ => "Cannot assign" }, FindingLevel.Error, "No port of 127.0.0.1", "ip link set lo up" },
        { "temporary", Healthy with { WriteProblem = _ => "Read-only" }, FindingLevel.Error, "Nothing can be written to /tmp", "TMPDIR" },
        { "temporary", Healthy with { FreeBytes = _ => 500L << 20 }, FindingLevel.Warning, "/tmp has 0.5 GiB free", "WINDTUNNEL_LEASES" },
        { "temporary", Healthy with { FreeBytes = _ => 10L << 20 }, FindingLevel.Error, "/tmp has 0 GiB free", "Make room" },
        { "temporary", Healthy with { Temporary = $"/{new string('t', 70)}" }, FindingLevel.Warning, "is so long", "a short path" },
        { "temporary", With("/proc/mounts", "tmpfs /tmp tmpfs rw,noexec 0 0"), FindingLevel.Warning, "mounted noexec", "another disk" },
        { "locale", Healthy with { Ask = (_, _) => ["C"] }, FindingLevel.Warning, "en_GB.UTF-8 is demanded", "locale-gen" },
        { "time_zones", Healthy with { KnowsTimeZone = _ => false }, FindingLevel.Error, "knows no time zones", "apt-get install tzdata" },
        { "clock", Healthy with { Time = new StandingClock(Built.AddDays(-9)) }, FindingLevel.Error, "says 2026-10-23", "Set it" },
        { "proxy", Setting("HTTP_PROXY", "http://user:pass-word@proxy:3128"), FindingLevel.Warning, "http_proxy sends calls", "no_proxy=" },
        { "limits", With("/proc/self/limits", "Max open files   256   256 files"), FindingLevel.Warning, "256 files open", "ulimit" },
        { "leftovers", Healthy with { Leftovers = () => ["a1"] }, FindingLevel.Warning, "1 process that was killed", "clears them away" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Check_OfAMachineWithAFault_TellsItAndTheCure(string check, object machine, FindingLevel level, string text, string cure)
    {
        ImmutableArray<Finding> findings = new MachineDoctor((Machine)machine).Check(check);

        Finding found = Assert.Single(findings, finding => finding.Text.Contains(text, StringComparison.Ordinal));
        Assert.Equal(level, found.Level);
        Assert.Contains(cure, found.Cure ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain("pass-word", found.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_OfAMachineWithIPv4Only_FindsNothingToMend()
    {
        Machine machine = Healthy with { PortProblem = address => address.Equals(IPAddress.IPv6Loopback) ? "No such device" : null };
        Assert.All(new MachineDoctor(machine).Check("ports"), finding => Assert.Equal(FindingLevel.Good, finding.Level));
    }

    [Theory]
    [InlineData("localhost,127.0.0.1")]
    [InlineData("*")]
    public void Check_OfAProxyThatSparesThisMachine_FindsNothingToMend(string spared)
    {
        Machine machine = Healthy with
        {
            Variable = name => name switch { "http_proxy" => "http://proxy", "no_proxy" => spared, _ => null },
        };
        Assert.Equal(FindingLevel.Good, Assert.Single(new MachineDoctor(machine).Check("proxy")).Level);
    }

    private static Machine Without(params string[] programs) =>
        Healthy with { Program = name => programs.Contains(name) ? null : $"/usr/bin/{name}" };

    private static Machine With(string file, string text) => Healthy with { Text = path => path == file ? text : null };

    private static Machine Setting(string variable, string value) => Healthy with { Variable = name => name == variable ? value : null };

    private sealed class StandingClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
