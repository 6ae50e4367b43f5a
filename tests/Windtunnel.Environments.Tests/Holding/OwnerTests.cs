using System.Diagnostics;

namespace Windtunnel.Environments.Tests.Holding;

public sealed class OwnerTests : IDisposable
{
    private readonly LeaseRoot _root = new(Path.Combine(Path.GetTempPath(), $"windtunnel-leases-{Path.GetRandomFileName()}"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_root.Folder, recursive: true);

    [Fact]
    public void Owner_ThatIsDisposed_LeavesNoFileAndNoProcess()
    {
        var owner = new Owner(_root);
        File.WriteAllText(Path.Combine(owner.NewFolder("data"), "rows"), "1");
        using ServerProcess process = Sleeper(owner);

        owner.Dispose();

        Assert.False(HeldProcess.Signal(process.Id, 0));
        Assert.Equal([_root.Ports], Directory.EnumerateFileSystemEntries(_root.Folder));
    }

    [Fact]
    public void Owner_ThatLives_IsNotReaped()
    {
        using var owner = new Owner(_root);

        Assert.Empty(Reaper.ReapDead(_root));
        Assert.True(Directory.Exists(owner.Folder));
    }

    [Fact]
    public void Process_ThatIgnoresItsSignal_IsKilled()
    {
        using var owner = new Owner(_root);
        ServerProcess process = ServerProcess.Start(
            new()
            {
                Executable = "sh",
                Arguments = ["-c", "trap '' TERM; echo deaf; while :; do sleep 1; done"],
                WorkingDirectory = "/",
            },
            owner);
        Assert.True(SpinWait.SpinUntil(() => process.Output.Contains("deaf", StringComparison.Ordinal), TimeSpan.FromSeconds(10)));

        process.Dispose();

        Assert.False(HeldProcess.Signal(process.Id, 0));
    }

    [Fact]
    public void Note_OfAProcessWhoseIdIsAnothersNow_EndsNobody()
    {
        using var owner = new Owner(_root);
        using ServerProcess other = Sleeper(owner);

        HeldProcess.EndAll([new(other.Id, DateTimeOffset.UnixEpoch, HeldProcess.SigKill)]);

        Assert.Null(other.ExitCode);
    }

    [Fact]
    public void Ports_OfManyLeases_AreAllDifferent()
    {
        PortLease[] leases = [.. Enumerable.Range(0, 50).AsParallel().Select(_ => PortLease.Take(_root))];

        Assert.Equal(50, leases.Select(lease => lease.Port).Distinct().Count());
        Array.ForEach(leases, lease => lease.Dispose());
    }

    [Theory]
    [InlineData("begun", 0)]
    [InlineData("begun", 40)]
    [InlineData("begun", 150)]
    [InlineData("begun", 600)]
    [InlineData("up", 0)]
    public async Task Process_KilledAtAMoment_LeavesNothing(string after, int milliseconds)
    {
        using Process holder = Hold("redis", "postgres");
        while (await holder.StandardOutput.ReadLineAsync(Token) is { } line && line != after)
        {
        }

        await Task.Delay(milliseconds, Token);
        holder.Kill();
        await holder.WaitForExitAsync(Token);
        // Whichever comes first, its watchdog or the next start; before it had a watchdog there is only the latter.
        Reaper.ReapDead(_root);

        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task Process_KilledWithAWatchdog_IsClearedAwayAtOnce()
    {
        using Process holder = Hold("redis");
        while (await holder.StandardOutput.ReadLineAsync(Token) is { } line && line != "up")
        {
        }

        holder.Kill();
        await holder.WaitForExitAsync(Token);

        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task Process_KilledTogetherWithItsWatchdog_IsClearedAwayAtTheNextStart()
    {
        using Process holder = Hold("redis");
        while (await holder.StandardOutput.ReadLineAsync(Token) is { } line && line != "up")
        {
        }

        KillWatchdogs();
        holder.Kill();
        await holder.WaitForExitAsync(Token);

        Assert.Single(Reaper.ReapDead(_root));
        await NothingIsLeftAsync();
    }

    private static ServerProcess Sleeper(Owner owner) =>
        ServerProcess.Start(new() { Executable = "sleep", Arguments = ["1000"], WorkingDirectory = "/" }, owner);

    private Process Hold(params string[] services)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "Environment.dll"), .. services])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment[LeaseRoot.Variable] = _root.Folder;
        return Process.Start(start)!;
    }

    private void KillWatchdogs()
    {
        string mark = $"watch\0{_root.Folder}";
        foreach (Process process in Process.GetProcesses().Where(it => CommandLine(it.Id).Contains(mark, StringComparison.Ordinal)))
        {
            process.Kill();
            process.WaitForExit();
        }
    }

    private async Task NothingIsLeftAsync()
    {
        while (_root.Owners.Any())
        {
            await Task.Delay(10, Token);
        }

        Assert.Equal([_root.Ports], Directory.EnumerateFileSystemEntries(_root.Folder));
        Assert.DoesNotContain(Process.GetProcesses().Select(process => CommandLine(process.Id)), line =>
            line.Contains(_root.Folder, StringComparison.Ordinal) && !line.Contains("watch", StringComparison.Ordinal));
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
