using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Windtunnel.Airflow.Rest;
using Windtunnel.FakeAirflow;

namespace Windtunnel.Airflow.Tests.Rest;

/// <summary>What the client does about tokens, servers that fail, and answers that do not come.</summary>
public sealed class AirflowHttpTests : IAsyncLifetime
{
    private static readonly RestCall Version = RestCall.Get($"version");
    private static readonly RestCall Trigger = new(HttpMethod.Post, "api/v2/connections") { Body = "{}"u8.ToArray() };

    private readonly HastyClock _clock = new(new(2026, 11, 23, 5, 30, 0, TimeSpan.Zero));
    private readonly List<string> _asked = [];
    private Func<HttpContext, int, Task> _answer = (context, _) => WriteAsync(context, 200, """{"version": "3.3.2"}""");
    private LoopbackServer _server = null!;
    private int _logins;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await LoopbackServer.StartAsync(async context =>
    {
        if (context.Request.Path == "/auth/token")
        {
            await WriteAsync(context, 201, $$"""{"access_token": "{{Jwt(++_logins)}}"}""");
            return;
        }

        int nth;
        lock (_asked)
        {
            _asked.Add(context.Request.Headers.Authorization.ToString());
            nth = _asked.Count;
        }

        await _answer(context, nth);
    });

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Token_ThatExpired_IsRenewedOnceAndTheCallRepeated()
    {
        _answer = (context, nth) => nth == 1
            ? WriteAsync(context, 401, """{"detail": "Token Expired"}""")
            : WriteAsync(context, 200, """{"version": "3.3.2"}""");
        using AirflowHttp http = Client();

        VersionRow version = await http.ReadAsync(Version, VersionRow.Read, Cancellation);

        Assert.Equal("3.3.2", version.Version);
        Assert.Equal([$"Bearer {Jwt(1)}", $"Bearer {Jwt(2)}"], _asked);
    }

    [Fact]
    public async Task Token_ThatIsRefusedTwice_IsNotAskedForAThirdTime()
    {
        _answer = (context, _) => WriteAsync(context, 403, """{"detail": "Invalid JWT token"}""");
        using AirflowHttp http = Client();

        var refused = await Assert.ThrowsAsync<AirflowException>(() => http.SendAsync(Version, Cancellation));

        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.Equal(2, _logins);
    }

    [Fact]
    public async Task Token_AboutToExpire_IsRenewedBeforeTheCall()
    {
        using AirflowHttp http = Client();
        await http.SendAsync(Version, Cancellation);
        _clock.Advance(TimeSpan.FromHours(1));

        await http.SendAsync(Version, Cancellation);

        Assert.Equal([$"Bearer {Jwt(1)}", $"Bearer {Jwt(2)}"], _asked);
    }

    [Fact]
    public async Task Right_ThatIsMissing_CostsNoNewToken()
    {
        _answer = (context, _) => WriteAsync(context, 403, """{"detail": "Forbidden"}""");
        using AirflowHttp http = Client();

        var refused = await Assert.ThrowsAsync<AirflowException>(() => http.SendAsync(Version, Cancellation));

        Assert.EndsWith("403: Forbidden. Take a user whose role allows the call.", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, _logins);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(429)]
    public async Task Read_OfAServerThatFailsAtFirst_IsRepeatedAfterLongerAndLongerPauses(int status)
    {
        _answer = (context, nth) => nth <= 3 ? WriteAsync(context, status, "Sorry", "text/html") : WriteAsync(context, 200, "{}");
        using AirflowHttp http = Client();

        await http.SendAsync(Version, Cancellation);

        Assert.Equal([500, 1000, 2000], _clock.Waits.Select(wait => wait.TotalMilliseconds));
    }

    [Fact]
    public async Task Read_OfAServerThatKeepsFailing_EndsAfterFourCalls()
    {
        _answer = (context, _) => WriteAsync(context, 500, "Internal Server Error", "text/plain");
        using AirflowHttp http = Client();

        var failed = await Assert.ThrowsAsync<AirflowException>(() => http.SendAsync(Version, Cancellation));

        Assert.Equal(4, _asked.Count);
        Assert.EndsWith("500: Internal Server Error. The log of the API server says more.", failed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500, 1)]
    [InlineData(503, 1)]
    [InlineData(429, 4)]
    public async Task Creation_ThatTheServerMayHaveDone_IsNotRepeated(int status, int calls)
    {
        _answer = (context, _) => WriteAsync(context, status, "");
        using AirflowHttp http = Client();

        await Assert.ThrowsAsync<AirflowException>(() => http.SendAsync(Trigger, Cancellation));

        Assert.Equal(calls, _asked.Count);
    }

    [Fact]
    public async Task Pause_ThatTheServerAsksFor_IsKeptUpToALimit()
    {
        _answer = (context, nth) =>
        {
            context.Response.Headers.RetryAfter = nth == 1 ? "7" : "3600";
            return WriteAsync(context, nth <= 2 ? 429 : 200, "{}");
        };
        using AirflowHttp http = Client();

        await http.SendAsync(Version, Cancellation);

        Assert.Equal([7, 30], _clock.Waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task Answer_ThatBreaksOff_IsAskedForAgain()
    {
        _answer = async (context, nth) =>
        {
            context.Response.ContentLength = 1000;
            if (nth > 1)
            {
                context.Response.ContentLength = null;
                await WriteAsync(context, 200, """{"version": "3.3.2"}""");
                return;
            }

            await context.Response.WriteAsync("""{"version": """);
            await context.Response.Body.FlushAsync();
            context.Abort();
        };
        using AirflowHttp http = Client();

        VersionRow version = await http.ReadAsync(Version, VersionRow.Read, Cancellation);

        Assert.Equal("3.3.2", version.Version);
    }

    [Fact]
    public async Task Server_ThatIsNotThere_IsNamedWithItsAddress()
    {
        using var port = new TcpListener(IPAddress.Loopback, 0);
        port.Start();
        Uri address = new($"http://{port.LocalEndpoint}/");
        port.Stop();
        using AirflowHttp http = new(address, AirflowCredentials.Token("a-given-token"), time: _clock);

        var unreachable = await Assert.ThrowsAsync<AirflowException>(() => http.SendAsync(Trigger, Cancellation));

        Assert.StartsWith($"POST /api/v2/connections got no answer from {address}: ", unreachable.Message, StringComparison.Ordinal);
        Assert.Equal(3, _clock.Waits.Count);
    }

    [Fact]
    public async Task Server_ThatHangs_IsCalledThreeTimesAndNoMore()
    {
        _answer = (context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted);
        using AirflowHttp http = Client(new() { Call = TimeSpan.FromMilliseconds(50), Attempts = 10 });

        var silent = await Assert.ThrowsAsync<AirflowException>(() => http.SendAsync(Version, Cancellation));

        Assert.Equal(3, _asked.Count);
        Assert.Contains("was not answered within 50ms.", silent.Message, StringComparison.Ordinal);
        Assert.EndsWith("look at its log and restart it.", silent.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_AtOnce_AreNoMoreThanTheLimit()
    {
        int now = 0, most = 0;
        using var open = new SemaphoreSlim(0);
        _answer = async (context, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            if (now == 2)
            {
                open.Release(20);
            }

            await open.WaitAsync(context.RequestAborted);
            Interlocked.Decrement(ref now);
            await WriteAsync(context, 200, "{}");
        };
        using AirflowHttp http = Client(new() { Parallel = 2 });

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => http.SendAsync(Version, Cancellation)));

        Assert.Equal(2, most);
    }

    [Fact(Timeout = 60_000)]
    public async Task Stream_ThatIsOpen_LeavesItsSlotToOtherCalls()
    {
        var done = new TaskCompletionSource();
        _answer = async (context, nth) =>
        {
            await WriteAsync(context, 200, "{}\n");
            await context.Response.Body.FlushAsync();
            await (nth == 1 ? done.Task.WaitAsync(context.RequestAborted) : Task.CompletedTask);
        };
        using AirflowHttp http = Client(new() { Parallel = 1 });
        int lines = 0;
        CancellationToken cancellation = TestContext.Current.CancellationToken;

        await foreach (string line in http.LinesAsync(Version, cancellation))
        {
            lines++;
            await http.SendAsync(Version, cancellation);
            done.SetResult();
        }

        Assert.Equal((1, 2), (lines, _asked.Count));
    }

    [Fact]
    public async Task Answer_ThatIsTooLong_IsNotReadToItsEnd()
    {
        _answer = async (context, _) =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.WriteAsync("[1, 2, 3, 4], ", context.RequestAborted);
            }
        };
        using AirflowHttp http = Client(new() { LongestAnswer = 100_000 });

        var refused = await Assert.ThrowsAsync<AirflowException>(() => http.ReadAsync(Version, VersionRow.Read, Cancellation));

        Assert.Contains("was answered with more than 100000 bytes", refused.Message, StringComparison.Ordinal);
        Assert.Single(_asked);
    }

    [Fact]
    public async Task Page_OfAnotherServer_IsNoAirflow()
    {
        _answer = (context, _) => WriteAsync(context, 200, "<!doctype html>", "text/html");
        using AirflowHttp http = Client();

        var wrong = await Assert.ThrowsAsync<AirflowException>(
            () => http.ReadAsync(Version, VersionRow.Read, Cancellation));

        Assert.Contains("with something that is not Airflow's: text/html. Check that", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_ThatIsGivenUp_SaysNothingOfTheServer()
    {
        using var user = new CancellationTokenSource();
        _answer = async (context, _) =>
        {
            await user.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };
        using AirflowHttp http = Client();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => http.SendAsync(Version, user.Token));
    }

    [Theory]
    [InlineData("auth-token-wrong-password", "401: Invalid credentials. Check the user and the password, or take a new token.")]
    [InlineData("auth-token-missing-field", "422: 1 validation error for LoginBody.")]
    [InlineData("auth-token-empty-password", "400:")]
    public async Task Login_ThatIsRefused_SaysWhyWithoutThePassword(string recording, string told)
    {
        await using RecordedAirflow server = await RecordedAirflow.StartAsync();
        server.RefuseTokens(RestFixture.Recording(recording));
        using AirflowHttp http = new(server.Address, AirflowCredentials.Password("admin", "wrong-password"), time: _clock);

        var refused = await Assert.ThrowsAsync<AirflowException>(() => http.SendAsync(Version, Cancellation));

        Assert.Contains($"POST /auth/token at {server.Address} was answered with {told}", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-password", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Credentials_AsText_ShowNoSecret()
    {
        Assert.Equal("user 'admin'", AirflowCredentials.Password("admin", "hidden").ToString());
        Assert.Equal("a given token", AirflowCredentials.Token("hidden").ToString());
    }

    private AirflowHttp Client(RestLimits? limits = null) =>
        new(_server.Address, AirflowCredentials.Password("admin", "password-of-the-tests"), limits, _clock);

    /// <summary>Good for half an hour from the clock's start.</summary>
    private static string Jwt(int number) =>
        $"header.{Convert.ToBase64String(Encoding.UTF8.GetBytes($$"""{"exp":1795413600,"n":{{number}}}""")).TrimEnd('=')}.signature";

    private static async Task WriteAsync(HttpContext context, int status, string body, string contentType = "application/json")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        await context.Response.WriteAsync(body);
    }
}
