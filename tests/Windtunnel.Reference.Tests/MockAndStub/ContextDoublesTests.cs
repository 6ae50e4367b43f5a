using Windtunnel.Reference.Aviation;
using Windtunnel.Reference.MockAndStub;
using Windtunnel.Testing;

namespace Windtunnel.Reference.Tests.MockAndStub;

/// <summary>One body at a time, in a context of the test's making; the last test runs the whole DAG.</summary>
public sealed class ContextDoublesTests : IAsyncDisposable
{
    private static readonly DayOfDelays BusyDay = new(new(2001, 1, 3), 26, 8, 140);

    private readonly TempDirectory _outbox = new();
    private readonly TempDirectory _reports = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, "outbox")]
    [InlineData(2, "outbox")]
    [InlineData(3, "reports")]
    [Trait("bullet", "4.2#1")]
    public async Task WriteDigest_ByTheNumberOfTheTry_GoesToAnotherPlace(int number, string place)
    {
        TaskProbe probe = Digest().OnTry(number).AllowUnused("outbox", "reports");

        TaskInstance digest = (await probe.RunAsync(Cancellation)).ShouldSucceed();

        Assert.Equal([place], digest.Connections);
        Assert.Equal(["digest-2001-01-03.txt"], (place == "outbox" ? _outbox : _reports).Files);
        Assert.Equal(number == 3, digest.Logs.Any(line => line.Level == "warning"));
    }

    [Fact]
    [Trait("bullet", "4.2#2")]
    public async Task WriteDigest_WithOriginsInAnXCom_NamesThem()
    {
        (await Digest().WithXCom("count_delays", "late_origins", new[] { "JFK", "LAX" }).AllowUnused("reports").RunAsync(Cancellation))
            .ShouldSucceed();
        Assert.EndsWith("8 of 26 flights late, the worst by 140 min, from JFK, LAX.", Written, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("bullet", "4.2#2")]
    public async Task CountDelays_OnARealDay_HandsOnTheCountsAndTheOrigins()
    {
        await using TaskProbe probe = TaskProbe.For(ContextDoubles.Create(), "count_delays").StartingAt("2001-01-03T23:55Z")
            .BindPath("flights_inbox", ReferenceData.Directory);

        ProbedTask counted = await probe.RunAsync(Cancellation);

        counted.ShouldSucceed().ShouldHaveCounted("flights", 26)
            .ShouldHaveXCom("return_value", new { date = "2001-01-03", flights = 26, late = 8, worstDelay = 140 });
        Assert.Equal(8, counted.Instance.XCom<string[]>("late_origins").Length);
    }

    [Fact]
    [Trait("bullet", "4.2#3")]
    public async Task WriteDigest_ForTheAudienceOfTheVariable_AddressesIt()
    {
        (await Digest().WithVariable("digest_audience", "the tower").AllowUnused("reports").RunAsync(Cancellation)).ShouldSucceed();
        Assert.StartsWith("Digest for the tower, 2001-01-03:", Written, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("bullet", "4.2#3")]
    public async Task WriteDigest_NotGivenAConnectionAndAVariable_IsToldBoth()
    {
        await using TaskProbe probe = TaskProbe.For(ContextDoubles.Create(), "write_digest").WithResult("count_delays", BusyDay)
            .WithXCom("count_delays", "late_origins", Array.Empty<string>()).WithoutVariable("digest_audience");

        var failure = await Assert.ThrowsAsync<RunAssertionException>(() => probe.RunAsync(Cancellation));

        Assert.StartsWith(
            "Task 'write_digest' asked for the connection 'outbox', which the probe was not given. Say .Bind(\"outbox\", ...).",
            failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2001-01-01", "First digest of the month for crew")]
    [InlineData("2001-01-31", "Digest for crew")]
    [Trait("bullet", "4.2#4")]
    public async Task WriteDigest_ByTheLogicalDate_IsTheMonthsFirstOrNot(string date, string start)
    {
        (await Digest().StartingAt($"{date}T23:55Z").AllowUnused("reports").RunAsync(Cancellation)).ShouldSucceed();
        Assert.StartsWith(start, Written, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(15, 8)]
    [InlineData(120, 1)]
    [Trait("bullet", "4.2#4")]
    public async Task CountDelays_ByTheParam_CallsFewerFlightsLate(int minutes, int late)
    {
        await using TaskProbe probe = TaskProbe.For(ContextDoubles.Create(), "count_delays").StartingAt("2001-01-03T23:55Z")
            .BindPath("flights_inbox", ReferenceData.Directory).WithParam("late_minutes", minutes);
        Assert.Equal(late, (await probe.RunAsync(Cancellation)).Result<LateOnly>().late);
    }

    [Fact]
    [Trait("bullet", "4.2#4")]
    public async Task WriteDigest_OnADayWithoutFlights_SkipsItself()
    {
        TaskProbe probe = Digest().WithResult("count_delays", BusyDay with { Flights = 0 }).AllowUnused("outbox", "reports");
        (await probe.RunAsync(Cancellation)).ShouldBeSkippedFor("No flights on 2001-01-03.");
    }

    [Fact]
    public async Task ContextDoubles_AsAWhole_WritesTheDigestOfTheDay()
    {
        await using var tunnel = Tunnel.For(ContextDoubles.Create()).StartingAt("2001-01-03T23:55Z")
            .BindPath("flights_inbox", ReferenceData.Directory).Bind("outbox", _outbox);
        (await tunnel.RunAsync(Cancellation)).ShouldSucceed();
        Assert.StartsWith("Digest for crew, 2001-01-03: 8 of 26 flights late", Written, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await _outbox.DisposeAsync();
        await _reports.DisposeAsync();
    }

    private string Written => _outbox.Read(_outbox.Files.Single());

    private TaskProbe Digest() => TaskProbe.For(ContextDoubles.Create(), "write_digest").StartingAt("2001-01-03T23:55Z")
        .WithResult("count_delays", BusyDay).WithXCom("count_delays", "late_origins", new[] { "JFK" }).WithoutVariable("digest_audience")
        .Bind("outbox", _outbox).Bind("reports", _reports);

    private sealed record LateOnly(int late);
}
