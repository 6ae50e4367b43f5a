using System.Diagnostics;
using System.Globalization;

namespace Windtunnel.Environments.Tests.Holding;

/// <summary>A program in a process of its own that brings up services and waits to be killed.</summary>
internal sealed class HolderProcess : IDisposable
{
    private readonly Process _process;

    /// <param name="root">Where it leases.</param>
    /// <param name="services">As <c>consumers/Environment</c> takes them.</param>
    public HolderProcess(LeaseRoot root, params string[] services)
    {
        // A session of its own, so that all of it can be killed.
        var start = new ProcessStartInfo(
            "setsid", ["dotnet", "exec", Path.Combine(AppContext.BaseDirectory, "Environment.dll"), .. services])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment[LeaseRoot.Variable] = root.Folder;
        _process = Process.Start(start)!;
    }

    /// <summary>Where its services were, as far as it told.</summary>
    public List<int> Ports { get; } = [];

    public async Task ReadUntilAsync(string line, CancellationToken cancellation)
    {
        while (await _process.StandardOutput.ReadLineAsync(cancellation) is { } read && read != line)
        {
            if (read.StartsWith("at 127.0.0.1:", StringComparison.Ordinal))
            {
                Ports.Add(int.Parse(read.Split(':')[1], CultureInfo.InvariantCulture));
            }
        }
    }

    public async Task KillAsync(bool withSession, CancellationToken cancellation)
    {
        if (withSession)
        {
            HeldProcess.Signal(-_process.Id, HeldProcess.SigKill);
        }

        _process.Kill();
        await _process.WaitForExitAsync(cancellation);
    }

    /// <summary>Lets it end by itself.</summary>
    public async Task EndAsync(CancellationToken cancellation)
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(cancellation);
    }

    public void Dispose() => _process.Dispose();
}
