using System.Globalization;
using System.Text.Json;

namespace Windtunnel.Testing;

/// <summary>Makes a text of a format and a length. A pattern is not followed: such a schema needs an example.</summary>
internal static class SampleText
{
    private static readonly string[] Words = ["alpha", "bravo", "coast", "delta", "early", "field", "green", "hotel", "inlet", "joint"];

    public static string Of(JsonElement schema, Random random)
    {
        int least = SampleJson.Count(schema, "minLength", 0);
        int most = SampleJson.Count(schema, "maxLength", int.MaxValue);
        string text = OfFormat(OpenApiDocument.Text(schema, "format"), random);
        while (text.Length < least)
        {
            text += Word(random);
        }

        return text.Length > most ? text[..most] : text;
    }

    private static string OfFormat(string? format, Random random) => format switch
    {
        "date-time" => Date(random).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        "date" => Date(random).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        "time" => Date(random).ToString("HH:mm:ss", CultureInfo.InvariantCulture),
        "duration" => $"PT{random.Next(1, 60)}M",
        "uuid" => Uuid(random),
        "email" => $"{Word(random)}@example.com",
        "hostname" => $"{Word(random)}.example.com",
        "uri" or "url" or "iri" => $"https://example.com/{Word(random)}",
        "uri-reference" => $"/{Word(random)}",
        "ipv4" => $"192.0.2.{random.Next(1, 255)}",
        "ipv6" => $"2001:db8::{random.Next(1, 255):x}",
        "byte" => Convert.ToBase64String([(byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)]),
        _ => Word(random),
    };

    private static string Word(Random random) => Words[random.Next(Words.Length)];

    private static DateTime Date(Random random) => new DateTime(2026, 1, 1).AddSeconds(random.Next(365 * 24 * 60 * 60));

    private static string Uuid(Random random)
    {
        byte[] bytes = new byte[16];
        random.NextBytes(bytes);
        bytes[7] = (byte)((bytes[7] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes).ToString("D");
    }
}
