using System.Diagnostics;

namespace Windtunnel.Environments.Tests.Containers;

[Collection("alone")]
public sealed class ContainerReapingTests : IAsyncLifetime
{
    private readonly LeaseRoot _root = new(Path.Combine(Path.GetTempPath(), $"windtunnel-leases-{Path.GetRandomFileName()}"));
    private StandInEngine _engine = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _engine = await StandInEngine.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        Directory.Delete(_root.Folder, recursive: true);
    }

    [Fact]
    public async Task Container_OfAKilledProcess_IsRemovedAndThatOfAnotherStays()
    {
        _engine.Images["sleeper"] = new("exec sleep 1000");
        using var other = new Owner(_root);
        ServerContainer stays = await RunAsync(other);
        using Process holder = Hold();
        while (await holder.StandardOutput.ReadLineAsync(Token) is { } line && line != "up")
        {
        }

        Assert.Equal(2, _engine.Containers.Count);
        holder.Kill();
        await holder.WaitForExitAsync(Token);
        Reaper.ReapDead(_root);
        await Eventually.IsAsync(() => _root.Owners.Count() == 1);

        Assert.Equal(stays.Id, Assert.Single(_engine.Containers).Id);
        stays.Dispose();
    }

    [Fact]
    public async Task Owner_WhoseEngineDoesNotAnswer_IsReapedAtALaterStart()
    {
        _engine.Images["sleeper"] = new("exec sleep 1000");
        var owner = new Owner(_root);
        await RunAsync(owner);
        string id = owner.Id;
        string noted = await File.ReadAllTextAsync(_root.EnginesOf(id), Token);
        await File.WriteAllTextAsync(_root.EnginesOf(id), "unix:///no/such/socket\n", Token);

        owner.Dispose();
        Assert.Equal([id], _root.Owners);
        await File.WriteAllTextAsync(_root.EnginesOf(id), noted, Token);

        Assert.Equal([id], Reaper.ReapDead(_root));
        Assert.Empty(_engine.Containers);
        Assert.Empty(_root.Owners);
    }

    [Fact]
    public async Task Owner_WhoseContainersWereRemoved_NeedsTheirEngineNoMore()
    {
        _engine.Images["sleeper"] = new("exec sleep 1000");
        var owner = new Owner(_root);
        ServerContainer[] containers = [await RunAsync(owner), await RunAsync(owner)];
        containers[0].Dispose();
        Assert.Single(await File.ReadAllLinesAsync(_root.EnginesOf(owner.Id), Token));
        containers[1].Dispose();
        Assert.Empty(await File.ReadAllLinesAsync(_root.EnginesOf(owner.Id), Token));

        owner.Dispose();
        Assert.Empty(_root.Owners);
    }

    private static async Task<ServerContainer> RunAsync(Owner owner)
    {
        ContainerEngine engine = (await FoundEngine.FindAsync(Token)).Engine!;
        return await ServerContainer.StartAsync(engine, new() { Image = "sleeper" }, owner, Token);
    }

    private Process Hold()
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "Environment.dll"), "container:sleeper"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment[LeaseRoot.Variable] = _root.Folder;
        return Process.Start(start)!;
    }
}
