using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Windtunnel.Testing;

/// <summary>Turns requests of both kinds into those of a script.</summary>
internal static class RequestReading
{
    public static string TooLarge(string method, string path, long most) =>
        $"{method} {Excerpt.Of(path)} was refused: its body is larger than {most} bytes. Send less, or say .AcceptingBodiesUpTo(bytes).";

    public static ImmutableArray<KeyValuePair<string, string>> Headers(HttpRequestMessage request)
    {
        // Several values of a name go over a socket in one line.
        return
        [
            .. from header in request.Content is null
                   ? request.Headers.NonValidated
                   : request.Headers.NonValidated.Concat(request.Content.Headers.NonValidated)
               select KeyValuePair.Create(header.Key, header.Value.ToString()),
        ];
    }

    /// <summary>Null when the body is larger than allowed.</summary>
    public static async Task<StubRequest?> ReadAsync(IHttpRequestFeature request, long mostBody, CancellationToken cancellation)
    {
        using var body = new MemoryStream();
        byte[] buffer = new byte[16 * 1024];
        for (int read; (read = await request.Body.ReadAsync(buffer, cancellation)) > 0;)
        {
            if (body.Length + read > mostBody)
            {
                return null;
            }

            body.Write(buffer.AsSpan(0, read));
        }

        return new(request.Method, Target(request.RawTarget), Headers(request.Headers), body.ToArray());
    }

    /// <summary>As it was sent: neither are escapes undone nor <c>..</c> followed. A proxy's target names the host too.</summary>
    private static string Target(string raw) => raw.StartsWith('/')
        ? raw
        : Uri.TryCreate(raw, UriKind.Absolute, out Uri? whole) ? whole.PathAndQuery : $"/{raw}";

    private static List<KeyValuePair<string, string>> Headers(IHeaderDictionary headers)
    {
        List<KeyValuePair<string, string>> all = new(headers.Count);
        foreach ((string name, Microsoft.Extensions.Primitives.StringValues values) in headers)
        {
            foreach (string? value in values)
            {
                all.Add(new(name, value ?? ""));
            }
        }

        return all;
    }
}
