using Windtunnel.Engine;
using Windtunnel.Reference.Aviation;
using Windtunnel.Reference.EndToEnd;
using Windtunnel.Testing;

namespace Windtunnel.Reference.Tests.EndToEnd;

/// <summary>Days of the DAG in virtual time, with the station's own files.</summary>
public sealed class WeatherYearTests : IAsyncDisposable
{
    private const string Header = "date,precipitation,temp_max,temp_min,wind,weather\n";

    private static readonly DateOnly SpringDay = new(2015, 3, 8);
    private static readonly DateOnly AutumnDay = new(2015, 11, 1);
    private static readonly DateOnly Holiday = new(2015, 7, 4);

    private readonly TempDirectory _inbox = new();
    private readonly TempDirectory _store = new();
    private readonly TempDirectory _board = new();
    private TunnelWorld? _world;

    [Fact]
    [Trait("bullet", "1.4#1")]
    public async Task WeatherYear_CaughtUpOnNewYear_LoadsEachDayAndPublishesOnlyTheLatest()
    {
        Deliver(new(2015, 1, 1), new(2015, 12, 31));
        TunnelWorld world = World(WeatherYear.Create(), startingAt: new(2016, 1, 1, 9, 0, 0, TimeSpan.Zero));

        await world.RunUntilIdleAsync(TestContext.Current.CancellationToken);

        world.ShouldHaveRuns(WeatherYear.Id, 365).ShouldSucceed();
        Assert.Equal(365, _store.Files.Count);
        Assert.Equal(365 * 24, world.Runs(WeatherYear.Id).Sum(run => run.Task("load_day").Counts["hours"]));
        Assert.Equal(_store.Read("2015-12-31.json"), _board.Read("latest.json"));
        Assert.Equal(364, world.Runs(WeatherYear.Id).Count(run => run.Task("publish_latest").State == TaskState.Skipped));
    }

    [Fact]
    [Trait("bullet", "1.4#2")]
    public async Task WeatherYear_FileThatIsHoursLate_IsWaitedForWithoutHoldingAWorker()
    {
        DateTimeOffset midnight = WeatherYear.StartOf(Holiday.AddDays(1));
        TunnelWorld world = World(Holiday, Holiday)
            .At(midnight.AddHours(5)).FileArrives(_inbox, NameOf(Holiday), WeatherFeed.FileOf(Holiday));

        await world.RunUntilIdleAsync(TestContext.Current.CancellationToken);

        Run run = world.ShouldSucceed().Run(WeatherYear.Id, WeatherYear.StartOf(Holiday));
        run.ShouldTake(5.Hours()).Task("await_delivery").ShouldHave(TaskState.Success, attempts: 1);
        Assert.All(run.Task("await_delivery").Attempts[0].Stints, stint => Assert.Equal(stint.Start, stint.End));
        run.Task("note_missing").ShouldHave(TaskState.Skipped);
        Assert.Equal(["2015-07-04.json"], _store.Files);
    }

    [Fact]
    [Trait("bullet", "1.4#3")]
    public async Task WeatherYear_FileThatNeverComes_IsNotedAndTheDayIsMadeUpForLater()
    {
        TunnelWorld world = World(Holiday, Holiday).AllowUnused("board");
        await world.RunUntilIdleAsync(TestContext.Current.CancellationToken);

        Run run = world.Run(WeatherYear.Id).ShouldSucceed().ShouldTake(TimeSpan.FromHours(6.25));
        run.Task("await_delivery").ShouldHave(TaskState.Skipped, attempts: 1);
        run.Task("load_day").ShouldHave(TaskState.Skipped, attempts: 0);
        Assert.Equal(["2015-07-04.missing"], _store.Files);

        _inbox.With(NameOf(Holiday), WeatherFeed.FileOf(Holiday));
        world.Deployment.Clear(WeatherYear.Id, run.RunId, new ClearRequest { OnlyFailed = false });
        await world.RunUntilIdleAsync(TestContext.Current.CancellationToken);

        world.Run(WeatherYear.Id).ShouldSucceed().Task("load_day").ShouldHave(TaskState.Success);
        Assert.Equal(["2015-07-04.json"], _store.Files);
    }

    [Theory]
    [InlineData(2015, 3, 8, 23, "0.0")]
    [InlineData(2015, 11, 1, 25, "1.048")]
    [InlineData(2015, 10, 31, 24, "1.375")]
    public async Task WeatherYear_DayOnWhichClocksChange_HasItsOwnLength(int year, int month, int day, int hours, string rainPerHour)
    {
        DateOnly date = new(year, month, day);
        Deliver(date, date);
        TunnelWorld world = World(date, date);

        await world.RunUntilIdleAsync(TestContext.Current.CancellationToken);

        Run run = world.ShouldSucceed().Run(WeatherYear.Id);
        Assert.Equal(hours.Hours(), run.Interval!.End - run.Interval.Start);
        Assert.Contains($"\"hours\":{hours},", _store.Read($"{date:yyyy-MM-dd}.json"), StringComparison.Ordinal);
        Assert.EndsWith($"\"rain_per_hour\":{rainPerHour}}}", _store.Read($"{date:yyyy-MM-dd}.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WeatherYear_DaysAroundAClockChange_LeaveNoHourOutAndNoneTwice()
    {
        Deliver(SpringDay.AddDays(-1), SpringDay.AddDays(1));
        TunnelWorld world = World(SpringDay.AddDays(-1), SpringDay.AddDays(1));

        await world.AdvanceToAsync(WeatherYear.StartOf(SpringDay.AddDays(3)), TestContext.Current.CancellationToken);

        world.ShouldSucceed().ShouldHaveRuns(WeatherYear.Id, 3);
        DataInterval[] days = [.. world.Runs(WeatherYear.Id).Select(run => run.Interval!)];
        Assert.Equal(days[0].End, days[1].Start);
        Assert.Equal(days[1].End, days[2].Start);
    }

    [Fact]
    public async Task WeatherYear_FileDeliveredTwice_CountsItOnceAndTakesTheNewest()
    {
        string corrected = Header + "2015-07-04,0.0,34.0,15.0,2.9,sun\n";
        _inbox.With(NameOf(Holiday), WeatherFeed.FileOf(Holiday)).With("weather-2015-07-04_2.csv", corrected)
            .With("weather-2015-07-04_3.csv", corrected).With("weather-2015-07-04_4.csv.part", "half a fi");
        TunnelWorld world = World(Holiday, Holiday);

        await world.RunUntilIdleAsync(TestContext.Current.CancellationToken);

        world.ShouldSucceed().Run(WeatherYear.Id).Task("load_day")
            .ShouldHaveCounted("files.duplicate", 1).ShouldHaveCounted("files.superseded", 1);
        Assert.Contains("\"temp_max\":34.0", _store.Read("2015-07-04.json"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(Header)]
    [InlineData(Header + "2015-07-05,0.0,33.3,15.0,2.9,sun\n")]
    [InlineData(Header + "2015-07-04,0.0,hot,15.0,2.9,sun\n")]
    [InlineData(Header + "2015-07-04,-1.0,33.3,15.0,2.9,sun\n")]
    [InlineData(Header + "2015-07-04,0.0,15.0,33.3,2.9,sun\n")]
    [InlineData(Header + "2015-07-04,0.0,33.3,15.0,2.9,sun\n2015-07-04,0.0,33.3,15.0,2.9,sun\n")]
    public async Task WeatherYear_CorruptFile_FailsItsDayAtOnceAndNoOther(string text)
    {
        Deliver(Holiday.AddDays(1), Holiday.AddDays(1));
        _inbox.With(NameOf(Holiday), text);
        TunnelWorld world = World(Holiday, Holiday.AddDays(1));

        await world.AdvanceToAsync(WeatherYear.StartOf(Holiday.AddDays(3)), TestContext.Current.CancellationToken);

        world.Run(WeatherYear.Id, WeatherYear.StartOf(Holiday)).ShouldFail().Task("load_day")
            .ShouldHave(TaskState.Failed, attempts: 1).ShouldHaveFailedWith("weather-2015-07-04.csv should hold the header");
        world.Run(WeatherYear.Id, WeatherYear.StartOf(Holiday.AddDays(1))).ShouldSucceed();
        Assert.Equal(["2015-07-05.json"], _store.Files);
    }

    [Fact]
    public async Task WeatherYear_InboxThatIsAwayForAWhile_IsTriedAgain()
    {
        Deliver(AutumnDay, AutumnDay);
        TunnelWorld world = World(AutumnDay, AutumnDay)
            .At(WeatherYear.StartOf(AutumnDay.AddDays(1))).GoesAway("weather_inbox", 8.Minutes());

        await world.RunUntilIdleAsync(TestContext.Current.CancellationToken);

        world.ShouldSucceed().Run(WeatherYear.Id).ShouldTake(10.Minutes())
            .Task("await_delivery").ShouldHave(TaskState.Success, attempts: 3);
    }

    [Fact]
    public async Task WeatherYear_DayThatIsClearedAndRunAgain_LeavesTheSamePartition()
    {
        Deliver(Holiday, Holiday);
        TunnelWorld world = World(Holiday, Holiday);
        await world.RunUntilIdleAsync(TestContext.Current.CancellationToken);
        string before = _store.Read("2015-07-04.json");

        world.Deployment.Clear(WeatherYear.Id, world.Run(WeatherYear.Id).RunId, new ClearRequest { OnlyFailed = false });
        await world.RunUntilIdleAsync(TestContext.Current.CancellationToken);

        world.ShouldSucceed().Run(WeatherYear.Id).Task("load_day").ShouldHave(TaskState.Success, attempts: 2);
        Assert.Equal(before, _store.Read("2015-07-04.json"));
        Assert.Equal(["2015-07-04.json"], _store.Files);
    }

    public ValueTask DisposeAsync() => _world?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static string NameOf(DateOnly day) => $"weather-{day:yyyy-MM-dd}.csv";

    private void Deliver(DateOnly first, DateOnly last)
    {
        for (DateOnly day = first; day <= last; day = day.AddDays(1))
        {
            _inbox.With(NameOf(day), WeatherFeed.FileOf(day));
        }
    }

    /// <summary>A world that begins when the first of the days is over.</summary>
    private TunnelWorld World(DateOnly first, DateOnly last) =>
        World(WeatherYear.Create(first, last), WeatherYear.StartOf(first.AddDays(1)));

    private TunnelWorld World(Dag dag, DateTimeOffset startingAt) => _world = Tunnel.World(dag).StartingAt(startingAt)
        .Bind("weather_inbox", _inbox).Bind("weather_store", _store).Bind("board", _board);
}
