using System.Globalization;

namespace Windtunnel.Environments.Tests.Holding;

public sealed class OwnerTests : IDisposable
{
    private readonly LeaseRoot _root = new(Path.Combine(Path.GetTempPath(), $"windtunnel-leases-{Path.GetRandomFileName()}"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        if (Directory.Exists(_root.Folder))
        {
            Directory.Delete(_root.Folder, recursive: true);
        }
    }

    [Fact]
    public void Owner_ThatIsDisposed_LeavesNoFileAndNoProcess()
    {
        var owner = new Owner(_root);
        File.WriteAllText(Path.Combine(owner.NewFolder("data"), "rows"), "1");
        using ServerProcess process = Sleeper(owner);

        owner.Dispose();

        Assert.Null(ProcessStart.Of(process.Id));
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
    public async Task Process_ThatIgnoresItsSignal_IsKilled()
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
        await Eventually.IsAsync(() => process.Output.Contains("deaf", StringComparison.Ordinal));

        process.Dispose();

        Assert.Null(ProcessStart.Of(process.Id));
    }

    [Fact]
    public void Note_OfAProcessWhoseIdIsAnothersNow_EndsNobody()
    {
        using var owner = new Owner(_root);
        using ServerProcess other = Sleeper(owner);

        HeldProcess.EndAll([new(other.Id, "another start", HeldProcess.SigKill)]);

        Assert.Null(other.ExitCode);
    }

    [Fact]
    public void Ports_OfManyLeases_AreAllDifferent()
    {
        PortLease[] leases = [.. Enumerable.Range(0, 50).AsParallel().Select(_ => PortLease.Take(_root))];

        Assert.Equal(50, leases.Select(lease => lease.Port).Distinct().Count());
        Array.ForEach(leases, lease => lease.Dispose());
        Assert.Empty(Directory.EnumerateFiles(_root.Ports));
    }

    [Fact]
    public async Task Process_KilledWithAWatchdog_IsClearedAwayAtOnce()
    {
        using var holder = new HolderProcess(_root, "redis");
        await holder.ReadUntilAsync("up", Token);

        await holder.KillAsync(withSession: true, Token);

        await Traces.ShouldBeGoneAsync(_root, Token);
        await Traces.ShouldBeClosedAsync(Assert.Single(holder.Ports), Token);
    }

    [Fact]
    public async Task Process_KilledTogetherWithItsWatchdog_IsClearedAwayAtTheNextStart()
    {
        using var holder = new HolderProcess(_root, "redis");
        await holder.ReadUntilAsync("up", Token);
        Traces.KillWatchdogs(_root);
        await holder.KillAsync(withSession: true, Token);

        IReadOnlyList<string>[] reaped = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Reaper.ReapDead(_root))));

        Assert.Single(reaped.SelectMany(dead => dead));
        await Traces.ShouldBeGoneAsync(_root, Token);
        await Traces.ShouldBeClosedAsync(Assert.Single(holder.Ports), Token);
    }

    [Fact]
    public async Task Process_WhoseLeasesWereDeleted_IsClearedAwayWhenItIsKilled()
    {
        using var holder = new HolderProcess(_root, "postgres");
        await holder.ReadUntilAsync("up", Token);
        string owner = Assert.Single(_root.Owners);
        Directory.Delete(_root.Folder, recursive: true);
        LeaseRoot.CreateFolder(_root.Ports);

        await holder.KillAsync(withSession: true, Token);

        await Traces.ShouldBeGoneAsync(_root, Token);
        await Eventually.IsAsync(() => !Directory.Exists(Path.Combine(MemoryDisk.Usual, $"windtunnel-{owner}")));
    }

    [Fact]
    public void Owner_WhoseLeasesWereDeleted_GoesOn()
    {
        var owner = new Owner(_root);
        Directory.Delete(_root.Folder, recursive: true);

        using ServerProcess process = Sleeper(owner);
        PortLease.Take(_root).Dispose();
        owner.Dispose();

        Assert.Null(ProcessStart.Of(process.Id));
    }

    [Fact]
    public void Owner_WhereNothingCanBeWritten_SaysWhereAndWhatToDo()
    {
        string file = Path.Combine(_root.Folder, "file");
        File.WriteAllText(file, "");

        var e = Assert.Throws<EnvironmentException>(() => new LeaseRoot(Path.Combine(file, "root")));

        Assert.StartsWith(
            $"Services keep their files in '{file}/root', where nothing can be written: ", e.Message, StringComparison.Ordinal);
        Assert.EndsWith($"or name another folder with {LeaseRoot.Variable}.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Owners_MadeWhileOthersReap_AreNotTakenForDead()
    {
        using var over = new CancellationTokenSource();
        Task reaping = Task.Run(
            () =>
            {
                while (!over.IsCancellationRequested)
                {
                    Reaper.ReapDead(_root);
                }
            },
            Token);

        Owner[] owners = [.. Enumerable.Range(0, 100).AsParallel().Select(_ => new Owner(_root))];
        await over.CancelAsync();
        await reaping;

        Assert.All(owners, owner => Assert.True(File.Exists(_root.LockOf(owner.Id)) && Directory.Exists(owner.Held)));
        Array.ForEach(owners, owner => owner.Dispose());
    }

    [Fact]
    public async Task Process_ThatDiedBeforeWhatItStarted_TakesThatAlong()
    {
        using var owner = new Owner(_root);
        ServerProcess process = ServerProcess.Start(
            new() { Executable = "sh", Arguments = ["-c", "sleep 1000 & echo $!"], WorkingDirectory = "/" }, owner);
        await Eventually.IsAsync(() => process.ExitCode is not null);
        int orphan = int.Parse(process.Output, CultureInfo.InvariantCulture);
        Assert.NotNull(ProcessStart.Of(orphan));

        process.Dispose();

        await Eventually.IsAsync(() => ProcessStart.Of(orphan) is null);
    }

    [Fact]
    public void Ports_OfTheDead_AreFreedAndThoseOfTheLivingAreNot()
    {
        using PortLease living = PortLease.Take(_root);
        File.WriteAllText(Path.Combine(_root.Ports, "1"), "");

        Reaper.ReapDead(_root);

        Assert.Equal([Path.Combine(_root.Ports, $"{living.Port}")], Directory.EnumerateFiles(_root.Ports));
        Assert.True(PortLease.IsTaken(_root, living.Port));
    }

    private static ServerProcess Sleeper(Owner owner) =>
        ServerProcess.Start(new() { Executable = "sleep", Arguments = ["1000"], WorkingDirectory = "/" }, owner);
}
