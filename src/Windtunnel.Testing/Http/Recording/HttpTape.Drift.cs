using System.Collections.Immutable;
using System.Text;

namespace Windtunnel.Testing;

public sealed partial class HttpTape
{
    /// <summary>Asks a server again what was recorded, and tells where its answers have another status, type or shape of JSON than
    /// then. Asked is only what changes nothing: GET, HEAD and OPTIONS.</summary>
    /// <param name="server">A client of the server, with its base address and the credentials that were masked.</param>
    /// <param name="cancellation">Ends the asking.</param>
    /// <returns>A sentence each; empty when nothing drifted. What could not be asked again is told too.</returns>
    public async Task<IReadOnlyList<string>> DriftAsync(HttpClient server, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(server);
        var drift = ImmutableArray.CreateBuilder<string>();
        foreach (TapeExchange exchange in Exchanges.Where(IsSafe).DistinctBy(exchange => (exchange.Method, exchange.Target)))
        {
            if (exchange.Target.Contains(SecretMask.Replacement, StringComparison.Ordinal))
            {
                drift.Add($"{exchange}: could not be asked again, since its target was masked.");
                continue;
            }

            using HttpRequestMessage request = Request(exchange);
            using HttpResponseMessage answer = await server.SendAsync(request, cancellation);
            drift.AddRange(TapeDrift.Between(exchange, await MessageReading.ResponseAsync(answer, cancellation)));
        }

        return drift.ToImmutable();
    }

    private static bool IsSafe(TapeExchange exchange) => exchange.Method is "GET" or "HEAD" or "OPTIONS";

    private static HttpRequestMessage Request(TapeExchange exchange)
    {
        var request = new HttpRequestMessage(new(exchange.Method), new Uri(exchange.Target, UriKind.Relative));
        if (exchange.RequestBody.Kind is TapeBodyKind.Json or TapeBodyKind.Text)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(exchange.RequestBody.Text));
        }

        foreach ((string name, string value) in exchange.RequestHeaders)
        {
            if (!value.Contains(SecretMask.Replacement, StringComparison.Ordinal))
            {
                _ = request.Headers.TryAddWithoutValidation(name, value) || request.Content?.Headers.TryAddWithoutValidation(name,
                    value) == true;
            }
        }

        return request;
    }
}
