using System.Globalization;
using System.Text.Json.Nodes;

namespace Windtunnel.Testing;

/// <summary>Makes a text of a format, a pattern and a length.</summary>
internal static class SampleText
{
    private const int MostTries = 20;

    private static readonly string[] Words = ["alpha", "bravo", "coast", "delta", "early", "field", "green", "hotel", "inlet", "joint"];

    public static string Of(JsonObject flat, Random random, int attempt)
    {
        int least = Count(flat, "minLength", 0);
        int most = Count(flat, "maxLength", int.MaxValue);
        string? format = (flat["format"] ?? flat["x-format"])?.GetValue<string>();
        string? pattern = flat.ContainsKey("x-format") ? null : flat["pattern"]?.GetValue<string>();
        if (pattern is not null)
        {
            return OfPattern(pattern, least, most, random, attempt);
        }

        string text = OfFormat(format, random);
        while (text.Length < least)
        {
            text += Word(random);
        }

        return text.Length > most ? text[..most] : text;
    }

    public static int Count(JsonObject flat, string name, int otherwise) =>
        FlatSchema.Number(flat, name) is { } number && number <= int.MaxValue ? (int)number : otherwise;

    private static string OfPattern(string pattern, int least, int most, Random random, int attempt)
    {
        string text = "";
        for (int attempts = 0; attempts < MostTries; attempts++)
        {
            text = SamplePattern.Of(pattern, random, attempt + attempts + Math.Min(least, 1000)) ?? Word(random);
            if (text.Length >= least && text.Length <= most)
            {
                break;
            }
        }

        return text;
    }

    private static string OfFormat(string? format, Random random) => format switch
    {
        "date-time" => Date(random).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        "date" => Date(random).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        "time" => Date(random).ToString("HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        "duration" => $"PT{random.Next(1, 60)}M",
        "uuid" => Uuid(random),
        "email" => $"{Word(random)}@example.com",
        "hostname" => $"{Word(random)}.example.com",
        "uri" or "url" or "iri" => $"https://example.com/{Word(random)}",
        "uri-reference" => $"/{Word(random)}",
        "ipv4" => $"192.0.2.{random.Next(1, 255)}",
        "ipv6" => $"2001:db8::{random.Next(1, 255):x}",
        "byte" => Convert.ToBase64String([(byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)]),
        "regex" => $"^{Word(random)}$",
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
