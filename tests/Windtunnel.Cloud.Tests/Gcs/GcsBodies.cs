using System.Text;
using System.Text.Json;
using Windtunnel.Cloud.Tests.Replay;

namespace Windtunnel.Cloud.Tests.Gcs;

/// <summary>The bodies of uploads whose boundary was drawn then, and of which only the length is known.</summary>
internal static class GcsBodies
{
    public static byte[] Of(RecordedExchange recorded, Placeholders placeholders, string name)
    {
        bool isMultipart = recorded.RequestHeaders.Any(header => header.Value.StartsWith("multipart/related", StringComparison.Ordinal));
        if (!isMultipart || recorded.Body is not { ValueKind: JsonValueKind.Object } body)
            return RecordedBody.Of(recorded.Body, placeholders, name);
        if (body.TryGetProperty("base64", out JsonElement base64))
        {
            // Its boundary is that of then: the first line says which.
            string text = Encoding.Latin1.GetString(base64.GetBytesFromBase64());
            string boundary = text[2..text.IndexOf('\r', StringComparison.Ordinal)];
            return Encoding.Latin1.GetBytes(text.Replace(boundary, placeholders["boundary-1"]!, StringComparison.Ordinal));
        }

        (string metadata, string type, byte[] content) = name switch
        {
            "resumable-exact-multiple" => ("{\"name\": \"big\"}", "application/octet-stream", Repeated(524288, 'q')),
            "download-gzip-transcoding" =>
                ("{\"name\": \"z\", \"contentEncoding\": \"gzip\"}", "text/plain",
                Convert.FromBase64String("H4sIAAAAAAACA8tIzcnJVyjPL8pJAQCFEUoNCwAAAA==")),
            _ => ("{}", "application/octet-stream", Repeated(600000, 'q')),
        };
        byte[] head =
            Encoding.ASCII.GetBytes(
            $"--one-boundary\r\ncontent-type: application/json; charset=UTF-8\r\n\r\n{metadata}\r\n--one-boundary\r\ncontent-type: "
            + $"{type}\r\n\r\n");
        return [.. head, .. content, .. "\r\n--one-boundary--"u8];
    }

    private static byte[] Repeated(int length, char c) => Enumerable.Repeat((byte)c, length).ToArray();
}
