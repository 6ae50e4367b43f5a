using System.Text.Json;
using Windtunnel.Reference.MockAndStub;
using Windtunnel.Testing;

namespace Windtunnel.Reference.Tests.MockAndStub;

/// <summary>A status API as a stub on its connection: what it answers, how it fails, and what was asked of it.</summary>
public sealed class FlightStatusApiTests : IAsyncDisposable
{
    private readonly TempDirectory _inbox = new TempDirectory().With("flights.json", """
        [{"date":"2001/01/03 08:00","delay":0,"distance":304,"origin":"PHX","destination":"SAN"},
         {"date":"2001/01/03 09:30","delay":0,"distance":1797,"origin":"LAX","destination":"BNA"},
         {"date":"2001/01/04 09:30","delay":0,"distance":1797,"origin":"LAX","destination":"BNA"}]
        """);

    private readonly TempDirectory _outbox = new();
    private Tunnel? _tunnel;

    [Fact]
    [Trait("bullet", "4.1#1")]
    public async Task FlightStatusApi_AgainstAStub_PublishesWhatThePagesSay()
    {
        Run run = await RunAsync(s =>
        {
            s.Get("/v1/statuses?date=2001-01-03").WithNoOtherQuery().ReturnsJson(Page("v1/statuses?date=2001-01-03&page=2",
                ("PHX-SAN-0800", 0)));
            s.Get("/v1/statuses?date=2001-01-03&page=2").ReturnsJson(Page(null, ("LAX-BNA-0930", 25), ("JFK-LHR-1900", 300)));
        });

        run.ShouldSucceed().Task("publish_board").ShouldHaveCounted("flights.unknown", 0);
        Assert.Equal("PHX-SAN-0800,landed\nLAX-BNA-0930,landed (25 minutes late)\n", Board);
    }

    [Fact]
    [Trait("bullet", "4.1#2")]
    public async Task FlightStatusApi_WhenTheApiFailsTwice_IsRetriedUntilItAnswers()
    {
        Run run = await RunAsync(s => s.Get("/v1/statuses").Fails(503, times: 2).Then().ReturnsJson(Page(null, ("PHX-SAN-0800", 0))));

        run.ShouldSucceed().ShouldTake(10.Minutes());
        run.Task("ask_statuses").ShouldHave(TaskState.Success, attempts: 3);
        run.Task("publish_board").ShouldHaveCounted("flights.unknown", 1);
    }

    [Fact]
    [Trait("bullet", "4.1#2")]
    public async Task FlightStatusApi_WhenTheApiIsBusy_ComesAgainWhenItIsTold()
    {
        Run run = await RunAsync(s => s.Get("/v1/statuses").Throttles(90.Seconds(), times: 1).Then().ReturnsJson(Page(null)));

        run.ShouldSucceed().ShouldTake(90.Seconds());
        run.Task("ask_statuses").ShouldHave(TaskState.Success, attempts: 2);
    }

    public static TheoryData<string, HttpFault, int> Faults => new()
    {
        { "HttpRequestException", HttpFault.Resets, 600 },
        { "HttpRequestException", HttpFault.ClosesAfter(20), 600 },
        { "JsonException", HttpFault.MalformedJson, 600 },
        { "The server did not answer within 30 s.", HttpFault.NeverAnswers, 690 },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    [Trait("bullet", "4.1#3")]
    public async Task FlightStatusApi_WhenTheApiBreaks_StillPublishesThatNothingIsKnown(string error, HttpFault fault, int seconds)
    {
        Run run = await RunAsync(s => s.Get("/v1/statuses").Faults(fault, times: 3));

        run.ShouldSucceed().ShouldTake(seconds.Seconds());
        run.Task("ask_statuses").ShouldHave(TaskState.Failed, attempts: 3).ShouldHaveFailedWith(error);
        run.Task("tell_delays").ShouldHave(TaskState.UpstreamFailed);
        Assert.Equal("PHX-SAN-0800,unknown\nLAX-BNA-0930,unknown\n", Board);
    }

    [Fact]
    [Trait("bullet", "4.1#3")]
    public async Task FlightStatusApi_WhenTheApiIsSlow_WaitsForItInVirtualTime()
    {
        Run run = await RunAsync(s => s.Get("/v1/statuses").ReturnsJson(Page(null)).After(25.Seconds()));
        run.ShouldSucceed().ShouldTake(25.Seconds());
    }

    [Fact]
    [Trait("bullet", "4.1#4")]
    public async Task FlightStatusApi_WhenTellingADelayIsCutOff_TellsItAgainUnderTheSameKey()
    {
        HttpStub api = Api(s =>
        {
            s.Get("/v1/statuses").ReturnsJson(Page(null, ("PHX-SAN-0800", 0), ("LAX-BNA-0930", 75)));
            s.Post("/v1/delays").Faults(HttpFault.Resets, times: 1).Then().Returns(201).Times(1);
        });

        Run run = await RunAsync(api);

        run.ShouldSucceed().Task("tell_delays").ShouldHave(TaskState.Success, attempts: 2).ShouldHaveCounted("delays.told", 1);
        api.ShouldHaveReceivedInOrder("GET /v1/statuses", "POST /v1/delays", "POST /v1/delays");
        api.Received("POST", "/v1/delays")
            .WithHeader("Idempotency-Key", "2001-01-03/LAX-BNA-0930")
            .WithJson("""{"flight":"LAX-BNA-0930","state":"landed","delay_minutes":75}""")
            .ShouldBe(times: 2);
    }

    [Fact]
    [Trait("bullet", "4.1#4")]
    public async Task FlightStatusApi_CallingWhatNobodyScripted_FailsTheTestWithTheNearestRule()
    {
        var failure = await Assert.ThrowsAsync<RunAssertionException>(() => RunAsync(
            s => s.Get("/v1/statuses?date=2001-01-04").ReturnsJson(Page(null))));

        Assert.Contains("query 'date': expected '2001-01-04', found '2001-01-03'.", failure.Message, StringComparison.Ordinal);
        Assert.Contains("""s.Get("/v1/statuses").WithQuery("date", "2001-01-03").Returns(200);""", failure.Message,
            StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        if (_tunnel is not null)
        {
            await _tunnel.DisposeAsync();
        }
    }

    private string Board => _outbox.Read("board-2001-01-03.csv");

    private static HttpStub Api(Action<HttpStub> script) =>
        Stub.Http(script).WithConnection(connection => connection with { Extra = """{"timeout": 30}""" });

    private Task<Run> RunAsync(Action<HttpStub> script) => RunAsync(Api(script));

    private Task<Run> RunAsync(HttpStub api)
    {
        _tunnel = Tunnel.For(FlightStatusApi.Create())
            .Bind("flights_inbox", _inbox).Bind("outbox", _outbox).Bind("flight_status_api", api)
            .StartingAt("2001-01-03T23:55Z");
        return _tunnel.RunAsync(TestContext.Current.CancellationToken);
    }

    private static string Page(string? next, params (string Flight, int Delay)[] flights) => JsonSerializer.Serialize(new
    {
        flights = flights.Select(flight => new { flight = flight.Flight, state = "landed", delay_minutes = flight.Delay }),
        next,
    });
}
