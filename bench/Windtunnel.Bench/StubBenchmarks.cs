using BenchmarkDotNet.Attributes;
using Windtunnel.Testing;

namespace Windtunnel.Bench;

/// <summary>One call of an HTTP stub, among as many rules.</summary>
[MemoryDiagnoser]
public class StubBenchmarks
{
    private static readonly Uri Target = new("/a?day=1", UriKind.Relative);

    private HttpStub _stub = null!;
    private HttpClient _client = null!;

    [Params(10, 1_000)]
    public int Rules { get; set; }

    [Params(false, true)]
    public bool Sockets { get; set; }

    [GlobalSetup]
    public void Script()
    {
        _stub = Stub.Http(s =>
        {
            for (int number = 0; number < Rules; number++)
            {
                s.Get($"/things/{number}/parts").MayStayUnused().Returns(200, "ok");
            }

            s.Get("/a").WithQuery("day", "1").Returns(200, "ok");
        });
        _client = (Sockets ? _stub : _stub.WithoutSockets()).Client();
    }

    [Benchmark]
    public async Task Call()
    {
        using HttpResponseMessage answer = await _client.GetAsync(Target);
        answer.EnsureSuccessStatusCode();
    }

    [GlobalCleanup]
    public async Task EndAsync()
    {
        _client.Dispose();
        await _stub.DisposeAsync();
    }
}
