using System.Net;

namespace Windtunnel.Testing.Tests.Http;

public sealed class LoopbackProxyTests
{
    private readonly LoopbackProxy _proxy = new(new WebProxy("http://proxy.example:3128"));

    [Theory]
    [InlineData("http://127.0.0.1:9000/bucket", true)]
    [InlineData("http://localhost/", true)]
    [InlineData("http://[::1]:80/", true)]
    [InlineData("https://example.org/", false)]
    public void Proxy_OfTheEnvironment_IsNotAskedForThisMachine(string address, bool isPassed)
    {
        Assert.Equal(isPassed, _proxy.IsBypassed(new(address)));
        Assert.Equal(isPassed ? null : new Uri("http://proxy.example:3128"), _proxy.GetProxy(new(address)));
    }

    [Fact]
    public void Emulator_InAnEnvironmentWithAProxy_IsReachedByAnyClient()
    {
        _ = Emulator.S3().WithBucket("raw").Endpoint;

        Assert.IsType<LoopbackProxy>(HttpClient.DefaultProxy);
    }
}
