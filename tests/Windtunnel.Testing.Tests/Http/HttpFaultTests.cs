using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;

namespace Windtunnel.Testing.Tests.Http;

/// <summary>What a plain <see cref="HttpClient"/> sees of each fault: over sockets the real thing, without them the same.</summary>
public sealed class HttpFaultTests
{
    private static readonly StubResponse Letters = StubResponse.Text("abcdefghij");
    private static readonly Uri Target = new("/a", UriKind.Relative);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Resets_SeenByAClient_IsAResetConnection(bool sockets)
    {
        HttpRequestException error = await FailureAsync(sockets, HttpFault.Resets);
        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(error.GetBaseException()).SocketErrorCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Closes_SeenByAClient_IsAnAnswerThatEndsBeforeItBegan(bool sockets) =>
        Assert.Equal(HttpRequestError.ResponseEnded, (await FailureAsync(sockets, HttpFault.Closes)).HttpRequestError);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Closes_OnAGet_IsRepeatedByTheClientThreeTimes(bool sockets)
    {
        await using HttpStub stub = Mode(sockets, s => s.Get("/a").Faults(HttpFault.Closes, times: 3).Then().Returns(200, "new"));
        using HttpClient client = stub.Client();
        Assert.Equal("new", await client.GetStringAsync(Target, Cancellation));
        stub.Received("GET", "/a").ShouldBe(times: 4);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Garbage_SeenByAClient_IsAnInvalidAnswer(bool sockets) =>
        Assert.Equal(HttpRequestError.InvalidResponse, (await FailureAsync(sockets, HttpFault.Garbage)).HttpRequestError);

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 0)]
    [InlineData(true, 4)]
    [InlineData(false, 4)]
    [InlineData(true, 99)]
    [InlineData(false, 99)]
    public async Task ClosesAfter_SeenByAClient_IsHeadersAndSoManyBytes(bool sockets, int bytes)
    {
        await using HttpStub stub = Faulty(sockets, HttpFault.ClosesAfter(bytes));
        using HttpClient client = stub.Client();
        using HttpResponseMessage response = await client.GetAsync(Target, HttpCompletionOption.ResponseHeadersRead, Cancellation);

        (string read, Exception? end) = await ReadAsync(response);

        Assert.Equal((HttpStatusCode.OK, 10L), (response.StatusCode, response.Content.Headers.ContentLength));
        Assert.Equal("abcdefghij"[..Math.Min(bytes, 9)], read);
        Assert.Equal(HttpRequestError.ResponseEnded, Assert.IsType<HttpIOException>(end).HttpRequestError);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ClosesAfter_ByAReset_IsAResetConnectionWhileReading(bool sockets)
    {
        HttpRequestException error = await FailureAsync(sockets, HttpFault.ClosesAfter(4, reset: true));
        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(error.GetBaseException()).SocketErrorCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WrongLength_PromisingMore_IsAnAnswerThatEndsTooEarly(bool sockets)
    {
        await using HttpStub stub = Faulty(sockets, HttpFault.WrongLength(5));
        using HttpClient client = stub.Client();
        using HttpResponseMessage response = await client.GetAsync(Target, HttpCompletionOption.ResponseHeadersRead, Cancellation);

        (string read, Exception? end) = await ReadAsync(response);

        Assert.Equal((15L, "abcdefghij"), (response.Content.Headers.ContentLength, read));
        Assert.Equal(HttpRequestError.ResponseEnded, Assert.IsType<HttpIOException>(end).HttpRequestError);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WrongLength_PromisingLess_IsAShorterAnswer(bool sockets)
    {
        await using HttpStub stub = Faulty(sockets, HttpFault.WrongLength(-4));
        using HttpClient client = stub.Client();
        Assert.Equal("abcdef", await client.GetStringAsync(Target, Cancellation));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task NeverAnswers_SeenByAClient_IsItsTimeout(bool sockets)
    {
        await using HttpStub stub = Faulty(sockets, HttpFault.NeverAnswers);
        using HttpClient client = stub.Client();
        client.Timeout = sockets ? 1.Seconds() : 100.Milliseconds();

        var error = await Assert.ThrowsAsync<TaskCanceledException>(() => client.GetAsync(Target, Cancellation));

        Assert.IsType<TimeoutException>(error.InnerException);
        stub.Received("GET", "/a").ShouldBe(times: 1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task BrokenGzip_SeenByAClient_CannotBeUnpacked(bool sockets)
    {
        await using HttpStub stub = Faulty(sockets, HttpFault.BrokenGzip);
        using HttpClient client = stub.Client();
        using HttpResponseMessage response = await client.GetAsync(Target, Cancellation);
        await using var unpacked = new System.IO.Compression.GZipStream(
            await response.Content.ReadAsStreamAsync(Cancellation), System.IO.Compression.CompressionMode.Decompress);

        Assert.Equal("gzip", response.Content.Headers.ContentEncoding.Single());
        await Assert.ThrowsAsync<InvalidDataException>(() => new StreamReader(unpacked).ReadToEndAsync(Cancellation));
    }

    [Fact]
    public async Task BrokenGzip_UnpackedByTheClientItself_FailsTheCall()
    {
        await using HttpStub stub = Faulty(sockets: true, HttpFault.BrokenGzip);
        using var client = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All });
        await Assert.ThrowsAsync<InvalidDataException>(() => client.GetStringAsync(stub.Url + "a", Cancellation));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task MalformedJson_SeenByAClient_IsFoundByTheParserOnly(bool sockets)
    {
        await using HttpStub stub = Mode(sockets, s => s.Get("/a").Faults(HttpFault.MalformedJson));
        using HttpClient client = stub.Client();
        using HttpResponseMessage response = await client.GetAsync(Target, Cancellation);

        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        await Assert.ThrowsAsync<JsonException>(() => response.Content.ReadFromJsonAsync<JsonElement>(Cancellation));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Throttles_SeenByAClient_SaysWhenToComeAgain(bool sockets)
    {
        await using HttpStub stub = Mode(sockets, s => s.Get("/a").Throttles(1500.Milliseconds(), times: 1).Then().Returns(200));
        using HttpClient client = stub.Client();

        using HttpResponseMessage throttled = await client.GetAsync(Target, Cancellation);
        using HttpResponseMessage served = await client.GetAsync(Target, Cancellation);

        Assert.Equal((HttpStatusCode.TooManyRequests, 2.Seconds()), (throttled.StatusCode, throttled.Headers.RetryAfter?.Delta));
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task StaleKeepAlive_OnTheNextPost_IsAnEndThatIsNoCall(bool sockets)
    {
        await using HttpStub stub = Mode(sockets, s =>
        {
            s.Get("/a").Faults(HttpFault.StaleKeepAlive, response: Letters);
            s.Post("/a").Returns(201);
        });
        using HttpClient client = stub.Client();
        Assert.Equal("abcdefghij", await client.GetStringAsync(Target, Cancellation));

        HttpRequestException error = await Assert.ThrowsAsync<HttpRequestException>(
            () => client.PostAsync(Target, new ByteArrayContent(new byte[100]), Cancellation));

        Assert.Equal(HttpRequestError.ResponseEnded, error.HttpRequestError);
        stub.Received("POST", "/a").ShouldBe(times: 0);
        using HttpResponseMessage again = await client.PostAsync(Target, new ByteArrayContent(new byte[100]), Cancellation);
        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task StaleKeepAlive_OnTheNextGet_IsSentAgainByTheClient(bool sockets)
    {
        await using HttpStub stub = Mode(sockets, s => s.Get("/a").Faults(HttpFault.StaleKeepAlive, times: 1).Then().Returns(200, "new"));
        using HttpClient client = stub.Client();

        using HttpResponseMessage first = await client.GetAsync(Target, Cancellation);

        Assert.Equal("new", await client.GetStringAsync(Target, Cancellation));
        stub.Received("GET", "/a").ShouldBe(times: 2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SlowBody_OnAClock_TakesAPausePerPiece(bool sockets)
    {
        var time = new ManualTime();
        await using HttpStub stub = Faulty(sockets, HttpFault.SlowBody(10.Seconds(), bytesPerPiece: 4)).OnClock(time);
        using HttpClient client = stub.Client();
        Task<string> answer = client.GetStringAsync(Target, Cancellation);

        await time.AdvanceAsync(10.Seconds(), times: 3);

        Assert.Equal("abcdefghij", await answer);
        Assert.Equal(30.Seconds(), time.Elapsed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SlowHeaders_OnAClock_KeepTheClientWaitingForEach(bool sockets)
    {
        var time = new ManualTime();
        await using HttpStub stub = Mode(sockets, s => s.Get("/a").Faults(HttpFault.SlowHeaders(1.Seconds()), response: Letters))
            .OnClock(time);
        using HttpClient client = stub.Client();
        Task<string> answer = client.GetStringAsync(Target, Cancellation);

        await time.AdvanceUntilAsync(answer);

        Assert.Equal("abcdefghij", await answer);
        Assert.InRange(time.Elapsed, 60.Seconds(), 200.Seconds());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_OnAClock_KeepsTheAnswerBack(bool sockets)
    {
        var time = new ManualTime();
        await using HttpStub stub = Mode(sockets, s => s.Get("/a").Returns(Letters).After(1.Hours())).OnClock(time);
        using HttpClient client = stub.Client();
        Task<string> answer = client.GetStringAsync(Target, Cancellation);

        await time.AdvanceAsync(1.Hours(), times: 1);

        Assert.Equal("abcdefghij", await answer);
    }

    [Fact]
    public async Task After_InRealTime_IsWaitedOut()
    {
        await using HttpStub stub = Stub.Http(s => s.Get("/a").Returns(Letters).After(60.Milliseconds()));
        using HttpClient client = stub.Client();
        long start = Stopwatch.GetTimestamp();
        await client.GetStringAsync(Target, Cancellation);
        Assert.True(Stopwatch.GetElapsedTime(start) >= 55.Milliseconds());
    }

    [Theory]
    [InlineData(true, TlsFault.Expired)]
    [InlineData(true, TlsFault.WrongHost)]
    [InlineData(true, TlsFault.Untrusted)]
    [InlineData(false, TlsFault.Expired)]
    public async Task OverTls_WithABadCertificate_FailsTheHandshake(bool sockets, TlsFault fault)
    {
        await using HttpStub stub = Mode(sockets, s => s.Get("/a").MayStayUnused().Returns(Letters)).OverTls(fault);
        using HttpClient client = stub.Client();

        HttpRequestException error = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(Target, Cancellation));

        Assert.Equal(HttpRequestError.SecureConnectionError, error.HttpRequestError);
        var inner = Assert.IsType<AuthenticationException>(error.InnerException);
        Assert.True(!sockets || inner.Message.Contains(Sign(fault), StringComparison.Ordinal), inner.Message);
        Assert.Empty(stub.Calls);

        static string Sign(TlsFault fault) => fault switch
        {
            TlsFault.Expired => "NotTimeValid",
            TlsFault.WrongHost => "RemoteCertificateNameMismatch",
            _ => "UntrustedRoot",
        };
    }

    [Fact]
    public async Task OverTls_WithAGoodCertificate_ServesClientsThatTrustTheStub()
    {
        await using HttpStub stub = Stub.Http(s => s.Get("/a").Returns(Letters)).OverTls();
        using HttpClient client = stub.Client();
        using var stranger = new HttpClient();

        Assert.Equal("https", stub.Url.Scheme);
        Assert.Equal("abcdefghij", await client.GetStringAsync(Target, Cancellation));
        await Assert.ThrowsAsync<HttpRequestException>(() => stranger.GetAsync(stub.Url, Cancellation));
    }

    [Fact]
    public async Task Faults_OverTls_AreThoseOfThePlainConnection()
    {
        await using HttpStub stub = Stub.Http(s => s.Get("/a").Faults(HttpFault.ClosesAfter(4), times: 1, Letters)
            .Then().Faults(HttpFault.Resets)).OverTls();
        using HttpClient client = stub.Client();
        using HttpResponseMessage cut = await client.GetAsync(Target, HttpCompletionOption.ResponseHeadersRead, Cancellation);

        Assert.Equal("abcd", (await ReadAsync(cut)).Read);
        HttpRequestException error = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(Target, Cancellation));
        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(error.GetBaseException()).SocketErrorCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WithUnknownHost_SeenByAClient_CannotBeResolved(bool sockets)
    {
        await using HttpStub stub = Mode(sockets, s => s.Get("/a").MayStayUnused().Returns(200)).WithUnknownHost();
        using HttpClient client = stub.Client();
        HttpRequestException error = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(Target, Cancellation));
        Assert.Equal(HttpRequestError.NameResolutionError, error.HttpRequestError);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Refusing_SeenByAClient_IsARefusedConnection(bool sockets)
    {
        await using HttpStub stub = Mode(sockets, s => s.Get("/a").MayStayUnused().Returns(200)).Refusing();
        using HttpClient client = stub.Client();
        HttpRequestException error = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(Target, Cancellation));
        Assert.Equal(SocketError.ConnectionRefused, Assert.IsType<SocketException>(error.GetBaseException()).SocketErrorCode);
    }

    private static HttpStub Mode(bool sockets, Action<HttpStub> script) =>
        sockets ? Stub.Http(script) : Stub.Http(script).WithoutSockets();

    private static HttpStub Faulty(bool sockets, HttpFault fault) => Mode(sockets, s => s.Get("/a").Faults(fault, response: Letters));

    private static async Task<HttpRequestException> FailureAsync(bool sockets, HttpFault fault)
    {
        await using HttpStub stub = Faulty(sockets, fault);
        using HttpClient client = stub.Client();
        HttpRequestException error = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync(Target, Cancellation));
        stub.Verify();
        return error;
    }

    private static async Task<(string Read, Exception? End)> ReadAsync(HttpResponseMessage response)
    {
        await using Stream body = await response.Content.ReadAsStreamAsync(Cancellation);
        var read = new MemoryStream();
        byte[] piece = new byte[1];
        try
        {
            while (await body.ReadAsync(piece, Cancellation) > 0)
            {
                read.Write(piece);
            }

            return (System.Text.Encoding.UTF8.GetString(read.ToArray()), null);
        }
        catch (IOException e)
        {
            return (System.Text.Encoding.UTF8.GetString(read.ToArray()), e);
        }
    }
}
