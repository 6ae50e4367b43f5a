using System.Diagnostics;

namespace Windtunnel.Testing.Tests.Http;

/// <summary>What clients see of a stub that are not .NET's: curl, and the fetch of Node.</summary>
public sealed class ForeignClientTests
{
    // The client of Node prints the status and the body of an answer, or how it failed.
    private const string Fetch = """
        const [url, method, seconds, body] = process.argv.slice(1);
        fetch(url, { method, body: body || undefined, signal: AbortSignal.timeout(seconds * 1000) })
            .then(async answer => console.log(answer.status, await answer.text()))
            .catch(error => console.log(error.name, error.cause?.code ?? ''));
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>For each fault: the exit code of curl, and what Node says.</summary>
    public static TheoryData<HttpFault, int, string> Faults => new()
    {
        { HttpFault.Resets, 56, "TypeError ECONNRESET" },
        { HttpFault.Closes, 52, "TypeError UND_ERR_SOCKET" },
        { HttpFault.Garbage, 1, "TypeError HPE_INVALID_CONSTANT" },
        { HttpFault.ClosesAfter(4), 18, "TypeError UND_ERR_" },
        { HttpFault.ClosesAfter(4, reset: true), 56, "TypeError " },
        { HttpFault.WrongLength(5), 18, "TypeError UND_ERR_" },
        { HttpFault.WrongLength(-4), 0, "200 abcdef" },
        { HttpFault.NeverAnswers, 28, "TimeoutError" },
        { HttpFault.SlowHeaders(1.Milliseconds()), 0, "200 abcdefghij" },
        { HttpFault.SlowBody(1.Milliseconds()), 0, "200 abcdefghij" },
        { HttpFault.BrokenGzip, 61, "TypeError Z_DATA_ERROR" },
        { HttpFault.MalformedJson, 0, "200 abcde" },
        { HttpFault.StaleKeepAlive, 0, "200 abcdefghij" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Fault_SeenByCurlAndNode_IsTheRealThing(HttpFault fault, int curl, string node)
    {
        await using HttpStub stub = Stub.Http(s => s.Get("/a").Faults(fault, response: StubResponse.Text("abcdefghij")));

        string patience = fault == HttpFault.NeverAnswers ? "1" : "30";
        (int code, string output) = await RunAsync("curl", "-s", "-S", "--compressed", "--max-time", patience, $"{stub.Url}a");
        string said = (await RunAsync("node", "-e", Fetch, $"{stub.Url}a", "GET", patience)).Output;

        Assert.True(code == curl, $"{fault}: curl ended with {code} and not {curl}: {output}");
        Assert.StartsWith(node, said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StaleKeepAlive_SeenByCurl_IsRetriedOnANewConnection()
    {
        await using HttpStub stub = Stub.Http(s => s.Get("/a").Faults(HttpFault.StaleKeepAlive, times: 1).Then().Returns(200, "fresh"));
        (int code, string output) = await RunAsync("curl", "-s", "-v", $"{stub.Url}a", $"{stub.Url}a");
        Assert.Equal(0, code);
        Assert.EndsWith("fresh", output.TrimEnd(), StringComparison.Ordinal);
        stub.Received("GET", "/a").ShouldBe(times: 2);
    }

    [Theory]
    [InlineData(TlsFault.None, 0)]
    [InlineData(TlsFault.Expired, 60)]
    [InlineData(TlsFault.WrongHost, 60)]
    [InlineData(TlsFault.Untrusted, 60)]
    public async Task OverTls_SeenByCurlThatTrustsTheAuthority_IsAsGoodAsTheCertificate(TlsFault fault, int code)
    {
        await using var folder = new TempDirectory();
        await using HttpStub stub = Stub.Http(s => s.Get("/a").MayStayUnused().Returns(200, "safe")).OverTls(fault);
        folder.With("authority.pem", stub.Authority!.ExportCertificatePem());
        Assert.Equal(code, (await RunAsync("curl", "-s", "--cacert", folder.PathOf("authority.pem"), $"{stub.Url}a")).Code);
        Assert.Equal(60, (await RunAsync("curl", "-s", $"{stub.Url}a")).Code);
    }

    [Fact]
    public async Task UnknownHostAndClosedPort_SeenByCurlAndNode_AreWhatTheyAre()
    {
        await using HttpStub unknown = Stub.Http(s => s.Any().MayStayUnused().Returns(200)).WithUnknownHost();
        await using HttpStub refusing = Stub.Http(s => s.Any().MayStayUnused().Returns(200)).Refusing();
        Assert.Equal(
            (6, 7),
            ((await RunAsync("curl", "-s", unknown.Url.ToString())).Code, (await RunAsync("curl", "-s", refusing.Url.ToString())).Code));
        Assert.StartsWith(
            "TypeError ECONNREFUSED", (await RunAsync("node", "-e", Fetch, refusing.Url.ToString(), "GET", "30")).Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_OfCurlAndNode_AreMatchedByAllTheyHold()
    {
        await using var folder = new TempDirectory();
        folder.With("part.txt", "content of the file");
        await using HttpStub stub = Stub.Http(s =>
        {
            s.Post("/form").WithForm("a b", "ä&").WithHeader("content-type", TextMatch.Contains("urlencoded")).Returns(201);
            s.Post("/parts").WithBody(TextMatch.Contains("content of the file")).Returns(202);
            s.Put("/json").WithJson("""{"n":[1,2.50]}""").WithCookie("k", "v").Returns(203, "done").WithCookie("seen", "1");
            s.On("PROPFIND", "/dav/{**path}").WithQuery("x", "1 2").Returns(207);
            s.Head("/head").Returns(200, "twelve bytes");
            s.Post("/chunked").WithBody("0123456789").Returns(200);
            s.Patch("/node").WithBody("café").Returns(200, "ok");
        });
        string url = stub.Url.ToString();

        Assert.Equal("201", await StatusAsync("--data-urlencode", "a b=ä&", $"{url}form"));
        Assert.Equal("202", await StatusAsync("-F", $"file=@{folder.PathOf("part.txt")}", $"{url}parts"));
        Assert.Equal("203", await StatusAsync("-X", "PUT", "--json", """{"n": [1, 2.5]}""", "-b", "k=v", $"{url}json"));
        Assert.Equal("207", await StatusAsync("-X", "PROPFIND", $"{url}dav/a/b?x=1%202"));
        Assert.Equal("200", await StatusAsync("-I", $"{url}head"));
        Assert.Equal("200", await StatusAsync("-H", "Transfer-Encoding: chunked", "-d", "0123456789", $"{url}chunked"));
        Assert.Equal("200 ok", (await RunAsync("node", "-e", Fetch, $"{url}node", "PATCH", "30", "café")).Output.Trim());
        stub.Verify();
    }

    [Fact]
    public async Task Request_OverHttp2WithoutTls_IsServedAsHttp1()
    {
        await using HttpStub stub = Stub.Http(s => s.Get("/a").Returns(200, "old"));
        (int code, string output) = await RunAsync("curl", "-s", "--http2", $"{stub.Url}a");
        Assert.Equal((0, "old"), (code, output));
    }

    private static async Task<string> StatusAsync(params string[] arguments) =>
        (await RunAsync("curl", ["-s", "-o", "/dev/null", "-w", "%{http_code}", .. arguments])).Output;

    private static async Task<(int Code, string Output)> RunAsync(string program, params string[] arguments)
    {
        Assert.True(
            Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program))),
            $"'{program}' is not installed, and what it sees of a stub is to be tested. Install it (Debian: curl, nodejs).");
        using Process process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync(Cancellation);
        string output = await process.StandardOutput.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        return (process.ExitCode, output.Length > 0 ? output : await errors);
    }
}
