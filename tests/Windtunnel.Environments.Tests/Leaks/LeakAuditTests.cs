using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Windtunnel.Environments.Tests.Leaks;

[Collection("alone")]
public sealed class LeakAuditTests
{
    private readonly LeakAudit _audit = LeakAudit.Begin("Load_OfADay_Succeeds");

    [Fact]
    public void Process_LeftRunning_IsFoundUntilItEnds()
    {
        using var left = Process.Start("sleep", "1000")!;

        Assert.Contains(_audit.Leaks(), leak => leak == $"process {left.Id}, which runs 'sleep'. Kill it, or await its end.");

        left.Kill();
        left.WaitForExit();
        Assert.DoesNotContain(_audit.Leaks(), leak => leak.Contains("sleep", StringComparison.Ordinal));
    }

    [Fact]
    public void Listener_LeftOpen_IsFoundUntilItIsDisposed()
    {
        string address;
        using (var left = new TcpListener(IPAddress.Loopback, 0))
        {
            left.Start();
            address = left.LocalEndpoint.ToString()!;
            Assert.Contains(_audit.Leaks(), leak => leak == $"a listener on {address}. Dispose of it.");
        }

        Assert.DoesNotContain(_audit.Leaks(), leak => leak.Contains(address, StringComparison.Ordinal));
    }

    [Fact]
    public void Variable_LeftSet_IsFoundWithoutItsValue()
    {
        Environment.SetEnvironmentVariable("WINDTUNNEL_TEST_LEAK", "hunter2");
        try
        {
            var e = Assert.Throws<LeakException>(_audit.ShouldBeClean);

            Assert.StartsWith("Test 'Load_OfADay_Succeeds' left behind:", e.Message, StringComparison.Ordinal);
            Assert.Contains("the environment variable 'WINDTUNNEL_TEST_LEAK', set or changed.", e.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("hunter2", e.Message, StringComparison.Ordinal);
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

        Assert.Contains(_audit.Leaks(), leak => leak == $"'{left}'. Delete it.");

        File.Delete(left);
        Assert.DoesNotContain(_audit.Leaks(), leak => leak.Contains(left, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Process_OfAnEnvironment_IsNoLeak()
    {
        await using var environment = new TestEnvironment().Add(Service.Redis());
        await environment.StartAsync(TestContext.Current.CancellationToken);

        Assert.DoesNotContain(_audit.Leaks(), leak => leak.Contains("redis", StringComparison.Ordinal));
    }
}
