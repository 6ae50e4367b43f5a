using System.Net.Sockets;
using System.Text;

namespace Windtunnel.Testing.Tests.Http;

/// <summary>HTTP as bytes, for what no client would send.</summary>
internal static class RawHttp
{
    /// <summary>Sends a text and reads to the end of the connection.</summary>
    public static async Task<string> AskAsync(Uri url, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(url.Host, url.Port, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
