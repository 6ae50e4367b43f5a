using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Windtunnel.Testing;

/// <summary>Status line and headers as they go over the wire, for answers that no proper server would write.</summary>
internal static class ResponseHead
{
    public static byte[] Of(StubResponse response, int lengthDifference = 0)
    {
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {response.Status} {ReasonPhrases.GetReasonPhrase(response.Status)}\r\n");
        foreach ((string name, string value) in response.Headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        head.Append(CultureInfo.InvariantCulture, $"Content-Length: {Math.Max(0, response.Body.Length + lengthDifference)}\r\n");
        return Encoding.Latin1.GetBytes(head.Append("Connection: close\r\n\r\n").ToString());
    }
}
