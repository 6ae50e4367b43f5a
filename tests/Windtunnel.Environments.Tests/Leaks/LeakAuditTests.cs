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
    public void WhatTheRuntime_OfAProcessMakesForItself_IsNoLeak()
    {
        string file = Path.Combine(Path.GetTempPath(), "clr-debug-pipe-1-2-in");
        string path = Path.Combine(Path.GetTempPath(), "dotnet-diagnostic-1-2-socket");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        socket.Listen();
        File.WriteAllText(file, "");

        Assert.Empty(_audit.Leaks());
        File.Delete(file);
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
    public void Thread_LeftRunning_IsFoundByItsName()
    {
        using var end = new ManualResetEventSlim();
        var left = new Thread(end.Wait) { Name = "left" };
        left.Start();

        Assert.EndsWith(", called 'left'. Let it end.", Assert.Single(_audit.Leaks()), StringComparison.Ordinal);

        end.Set();
        left.Join();
        _audit.ShouldBeClean();
    }

    [Fact]
    public void Thread_OfTheTestPlatform_IsNoLeak()
    {
        using var end = new ManualResetEventSlim();
        var platform = new Thread(end.Wait) { Name = "TRX streaming store" };
        platform.Start();

        Assert.Empty(_audit.Leaks());

        end.Set();
        platform.Join();
    }

    [Fact]
    public async Task Task_ThatRunsForLong_IsFound()
    {
        using var end = new ManualResetEventSlim();
        Task left = Task.Factory.StartNew(
            end.Wait, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        Assert.EndsWith(" of a long-running task. Let it end.", Assert.Single(_audit.Leaks()), StringComparison.Ordinal);

        end.Set();
        await left;
    }

    [Fact]
    public async Task WhatAnEnvironmentHolds_ThatOutlivesTheTest_IsNoLeak()
    {
        await using var environment = new TestEnvironment()
            .Add(Service.Redis()).Add(Service.Postgres())
            .Add(Service.Smtp("mail")).Add(Service.Http("api", _ => { })).Add(Service.Objects("lake", "raw"));
        await (await environment.OpenAsync(TestContext.Current.CancellationToken)).DisposeAsync();

        _audit.ShouldBeClean();
    }

    [Fact]
    public async Task TwoHundredTests_SideBySideThatCleanUp_AreNotAccused()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, 200), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (number, token) =>
        {
            using var audit = LeakAudit.Begin($"Clean_{number}");
            string file = Path.GetTempFileName();
            using var server = new TcpListener(IPAddress.Loopback, 0);
            server.Start();
            using (var client = new TcpClient())
            {
                await client.ConnectAsync((IPEndPoint)server.LocalEndpoint, token);
                (await server.AcceptTcpClientAsync(token)).Dispose();
            }

            var thread = new Thread(() => { }) { Name = $"clean-{number}" };
            thread.Start();
            thread.Join();
            if (number % 10 == 0)
            {
                using Process process = Shell("echo", out _);
                await process.WaitForExitAsync(token);
            }

            File.Delete(file);
            server.Stop();
            audit.ShouldBeClean();
        });

        _audit.ShouldBeClean();
        Assert.DoesNotContain(LeakAudit.Untold(), leak => leak.Contains("Clean_", StringComparison.Ordinal));
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
