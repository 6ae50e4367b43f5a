namespace Windtunnel.Testing.Tests.Files;

public sealed class FileWatchTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WatchAsync_OfFilesThatArrive_SeesEachOnceInVirtualTime()
    {
        var inbox = new TempDirectory().With("b.csv", "").With("a.csv", "").With("notes.txt", "");
        await using TunnelWorld world = Tunnel.World(Watching(files: 3)).Bind("inbox", inbox).StartingAt("2026-01-01T00:00Z")
            .At("2026-01-01T02:30Z").FileArrives(inbox, "c.csv", "");

        await world.RunUntilIdleAsync(Cancellation);

        Run run = world.Run("watch");
        run.ShouldSucceed().Task("collect").ShouldHaveXCom("return_value", new[] { "a.csv", "b.csv", "c.csv" });
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 3, 0, 0, TimeSpan.Zero), run.EndedAt);
    }

    [Fact]
    public async Task WatchAsync_OfAMountThatIsAway_FailsTheTry()
    {
        var dag = Watching(files: 1);
        await using var tunnel = Tunnel.For(dag).Bind("inbox", new MemoryFiles().With("a.csv", ""))
            .Disturb("inbox", Fault.Outage(after: TimeSpan.Zero, lasting: 1.Minutes()));
        (await tunnel.RunAsync(Cancellation)).Task("collect").ShouldHaveFailedWith("cannot be reached");
    }

    [Fact]
    public async Task WatchAsync_ThatIsStopped_EndsAtTheNextLook()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var dag = new Dag("watch");
        dag.Task("collect", async context =>
        {
            int seen = 0;
            await foreach (string name in context.WatchAsync("inbox", "*.csv", 1.Hours(), stop.Token))
            {
                seen += name.Length;
                await stop.CancelAsync();
                await context.DelayAsync(1.Minutes());
            }
        });
        await using var tunnel = Tunnel.For(dag).Bind("inbox", new MemoryFiles().With("a.csv", ""));

        Run run = await tunnel.RunAsync(Cancellation);

        run.ShouldFail().ShouldTake(61.Minutes()).Task("collect").ShouldHaveFailedWith("OperationCanceledException");
    }

    private static Dag Watching(int files)
    {
        var dag = new Dag("watch") { Schedule = Schedule.Once, StartDate = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) };
        dag.Task("collect", async context =>
        {
            List<string> seen = [];
            await foreach (string name in context.WatchAsync("inbox", "*.csv", 1.Hours(), Cancellation))
            {
                seen.Add(name);
                if (seen.Count == files)
                {
                    break;
                }
            }

            return seen.ToArray();
        });
        return dag;
    }
}
