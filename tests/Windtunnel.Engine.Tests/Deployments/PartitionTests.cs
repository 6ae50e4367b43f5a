namespace Windtunnel.Engine.Tests.Deployments;

/// <summary>Runs for partitions of assets (semantics, §15.3).</summary>
public sealed class PartitionTests
{
    private static readonly Asset Orders = new("orders");
    private static readonly Asset Rates = new("rates");

    [Theory]
    [InlineData("eu us eu", "eu us eu")]
    [InlineData("eu", "eu")]
    public async Task Event_WithAKey_MakesARunForThatPartition(string events, string runs)
    {
        using Deployment deployment = Deployed.With(Consumer(Schedule.OnPartitionedAssets(Orders)));

        await AnnounceAsync(deployment, Orders, events.Split(' '));

        Assert.Equal(runs, Keys(deployment));
    }

    [Fact]
    public async Task Partition_OfTwoAssets_WaitsForBothWithItsKey()
    {
        using Deployment deployment = Deployed.With(Consumer(Schedule.OnPartitionedAssets(Orders & Rates)));
        await AnnounceAsync(deployment, Orders, "eu", "us");
        Assert.Equal("", Keys(deployment));

        await AnnounceAsync(deployment, Rates, "us");

        Assert.Equal("us", Keys(deployment));
    }

    [Theory]
    [InlineData(null, 24)]
    [InlineData(20, 20)]
    [InlineData(-1, 23)]
    public async Task Rollup_OfHoursToADay_WaitsForAsManyAsItsPolicySays(int? minimum, int needed)
    {
        WaitPolicy policy = minimum is { } count ? WaitPolicy.MinimumCount(count) : WaitPolicy.WaitForAll;
        PartitionMapper day = PartitionMapper.Rollup(PartitionMapper.StartOf(PartitionPeriod.Day), PartitionPeriod.Day, policy);
        using Deployment deployment = Deployed.With(Consumer(Schedule.OnPartitionedAssets(Orders, day)));
        string[] hours = [.. Enumerable.Range(0, 24).Select(hour => $"2026-01-01T{hour:00}:00:00")];

        await AnnounceAsync(deployment, Orders, hours[..(needed - 1)]);
        Assert.Equal("", Keys(deployment));
        await AnnounceAsync(deployment, Orders, hours[needed - 1]);

        Assert.Equal("2026-01-01", Keys(deployment));
    }

    [Fact]
    public async Task Event_ThatTheMapperRefuses_CountsForNoRun()
    {
        using Deployment deployment = Deployed.With(Consumer(Schedule.OnPartitionedAssets(Orders, PartitionMapper.AllowedKeys("eu"))));

        await AnnounceAsync(deployment, Orders, "mars", "eu");

        Assert.Equal("eu", Keys(deployment));
    }

    [Fact]
    public async Task Event_WithOrWithoutAKey_ReachesOnlyItsKindOfConsumers()
    {
        Dag plain = Deployed.On("plain", Orders);
        plain.Succeeds("a");
        using Deployment deployment = Deployed.With(Consumer(Schedule.OnPartitionedAssets(Orders)), plain);

        await AnnounceAsync(deployment, Orders, "eu");
        deployment.Announce(Orders);
        await deployment.IdleAsync();

        Assert.Equal("eu", Keys(deployment));
        Assert.Single(deployment.Runs("plain"));
    }

    [Fact]
    public async Task Event_OfAPartitionedRun_HasThePartitionOfTheRun()
    {
        var producer = new Dag("producer") { Schedule = Schedule.PartitionedAtRuntime };
        producer.Succeeds("p", new() { Outlets = [Orders] });
        using Deployment deployment = Deployed.With(Consumer(Schedule.OnPartitionedAssets(Orders)), producer);

        await deployment.RunOnceAsync("producer", new() { PartitionKey = "eu" });
        await deployment.IdleAsync();

        Assert.Equal("eu", Keys(deployment));
    }

    private static Dag Consumer(Schedule schedule)
    {
        var dag = new Dag("consumer") { Schedule = schedule };
        dag.Succeeds("a");
        return dag;
    }

    private static async Task AnnounceAsync(Deployment deployment, Asset asset, params string[] keys)
    {
        foreach (string key in keys)
        {
            deployment.Announce(asset, partitionKey: key);
            await deployment.IdleAsync();
        }
    }

    private static string Keys(Deployment deployment) => string.Join(' ', deployment.Runs("consumer").Select(run => run.PartitionKey));
}
