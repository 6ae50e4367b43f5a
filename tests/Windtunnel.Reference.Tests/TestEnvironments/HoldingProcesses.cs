using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Windtunnel.Reference.Tests.TestEnvironments;

/// <summary>Processes that hold environments, in a lease root of their own.</summary>
internal sealed class HoldingProcesses : IDisposable
{
    private readonly string _root = Path.Combine(Path.GetTempPath(), $"windtunnel-leases-{Path.GetRandomFileName()}");
    private readonly List<Process> _started = [];

    /// <summary>How many of them hold something, or held and have not been cleared up after.</summary>
    public int Owners => Directory.GetFiles(_root, "*.lock").Length;

    /// <summary>Starts a process with these services, and returns where they listen when they are up.</summary>
    public async Task<string[]> StartAsync(params string[] services)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "Environment.dll"), .. services])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["WINDTUNNEL_LEASES"] = _root;
        Process process = Process.Start(start)!;
        _started.Add(process);
        List<string> addresses = [];
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && line != "up")
        {
            if (line.Split(' ') is ["at", var address])
            {
                addresses.Add(address);
            }
        }

        Assert.Equal(services.Length, addresses.Count);
        return [.. addresses];
    }

    /// <summary>As <c>kill -9</c> does; nobody is left who would notice at once.</summary>
    public void KillFirstAndAllWatchdogs()
    {
        string mark = $"watch\0{_root}";
        foreach (Process watchdog in Process.GetProcesses().Where(it => CommandLine(it.Id).Contains(mark, StringComparison.Ordinal)))
        {
            watchdog.Kill();
            watchdog.WaitForExit();
        }

        _started[0].Kill();
        _started[0].WaitForExit();
    }

    public static bool Answers(string address)
    {
        using var client = new TcpClient();
        try
        {
            client.Connect(IPEndPoint.Parse(address));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Lets all that live end by themselves.</summary>
    public void Dispose()
    {
        foreach (Process process in _started)
        {
            process.StandardInput.Close();
            process.WaitForExit();
            process.Dispose();
        }

        Directory.Delete(_root, recursive: true);
    }

    private static string CommandLine(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }
}
