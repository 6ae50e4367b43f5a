using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Windtunnel.Environments.Tests.Leaks;

[Collection("alone")]
public sealed class LeakAuditTests : IDisposable
{
    private readonly LeakAudit _audit = LeakAudit.Begin("Load_OfADay_Succeeds");

    public void Dispose() => _audit.Dispose();

    [Fact]
    public void Process_LeftRunning_IsFoundUntilItEnds()
    {
        using Process left = Shell("echo up; read line", out _);

        Assert.Equal([$"process {left.Id}, which runs 'sh'. Kill it, or await its end."], _audit.Leaks());

        left.Kill();
        left.WaitForExit();
        Assert.Empty(_audit.Leaks());
    }

    [Fact]
    public void Process_WhoseParentHasEnded_IsFound()
    {
        using Process shell = Shell("sh -c 'echo $$; exec sleep 1000 >/dev/null 2>&1' &", out string id);
        shell.WaitForExit();

        Assert.StartsWith($"process {id}, which runs ", Assert.Single(_audit.Leaks()), StringComparison.Ordinal);

        Kill(id);
        _audit.ShouldBeClean();
    }

    [Fact]
    public void Process_ThatDoesNotComeFromThisOne_IsNoLeak()
    {
        using Process shell = Shell($"env -u {TemporaryFolder.Variable} sh -c 'echo $$; exec sleep 1000 >/dev/null 2>&1' &", out string id);
        shell.WaitForExit();

        Assert.Empty(_audit.Leaks());
        Kill(id);
    }

    [Fact]
    public void Listener_LeftOpen_IsFoundUntilItIsDisposed()
    {
        using (var left = new TcpListener(IPAddress.Loopback, 0))
        {
            left.Start();
            Assert.Equal([$"a listener on {left.LocalEndpoint}. Dispose of it."], _audit.Leaks());
        }

        Assert.Empty(_audit.Leaks());
    }

    [Fact]
    public void Listener_OnIPv6_IsFoundWithItsAddress()
    {
        bool hasIPv6 = NetworkInterface.GetAllNetworkInterfaces().SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Any(address => address.Address.Equals(IPAddress.IPv6Loopback));
        Assert.SkipUnless(hasIPv6, "This machine has no IPv6.");
        using var left = new TcpListener(IPAddress.IPv6Loopback, 0);
        left.Start();

        Assert.Equal([$"a listener on {left.LocalEndpoint}. Dispose of it."], _audit.Leaks());
    }

    [Fact]
    public void Listener_OnAUnixSocket_IsFoundWithItsPath()
    {
        string path = Path.Combine(Path.GetTempPath(), "left.sock");
        using (var left = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            left.Bind(new UnixDomainSocketEndPoint(path));
            left.Listen();

            Assert.Equal([$"'{path}'. Delete it.", $"a listener on {path}. Dispose of it."], _audit.Leaks());
        }

        File.Delete(path);
    }

    [Fact]
    public void Variable_LeftSet_IsFoundWithoutItsValue()
    {
        Environment.SetEnvironmentVariable("WINDTUNNEL_TEST_LEAK", "hunter2");
        try
        {
            var e = Assert.Throws<LeakException>(_audit.ShouldBeClean);

            Assert.Equal(
                "Test 'Load_OfADay_Succeeds' left behind:\n"
                + "  the environment variable 'WINDTUNNEL_TEST_LEAK', set or changed. Put it back.",
                e.Message);
        }
        finally
        {
            Environment.SetEnvironmentVariable("WINDTUNNEL_TEST_LEAK", null);
        }
    }

    [Fact]
    public void File_LeftInTheTemporaryFolder_IsFound()
    {
        string left = Path.GetTempFileName();

        Assert.Equal([$"'{left}'. Delete it."], _audit.Leaks());

        File.Delete(left);
        Assert.Empty(_audit.Leaks());
    }

    [Fact]
    public async Task ProcessesAndListeners_OfAnEnvironment_AreNoLeak()
    {
        await using var environment = new TestEnvironment().Add(Service.Redis()).Add(Service.Postgres());
        await environment.StartAsync(TestContext.Current.CancellationToken);

        Assert.Empty(_audit.Leaks());
    }

    /// <summary>A shell that runs a script, and the first line it wrote.</summary>
    private static Process Shell(string script, out string line)
    {
        var start = new ProcessStartInfo("sh", ["-c", script]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        var shell = Process.Start(start)!;
        line = shell.StandardOutput.ReadLine()!;
        return shell;
    }

    private static void Kill(string id)
    {
        using var process = Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture));
        process.Kill();
    }
}
