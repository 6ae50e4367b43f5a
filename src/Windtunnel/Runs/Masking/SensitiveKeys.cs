using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Windtunnel;

/// <summary>Keys of JSON objects whose name says that what stands under them is secret; Airflow's list.</summary>
internal static class SensitiveKeys
{
    public static readonly ImmutableArray<string> Words =
    [
        "access_token", "api_key", "apikey", "authorization", "keyfile_dict", "passphrase", "passwd", "password", "private_key",
        "proxies", "proxy", "secret", "service_account", "token",
    ];

    private static readonly SearchValues<string> Names = SearchValues.Create(Words.AsSpan(), StringComparison.OrdinalIgnoreCase);

    /// <summary>True when the name contains one of Airflow's sensitive names, in any case.</summary>
    public static bool Contains(string name) => name.AsSpan().IndexOfAny(Names) >= 0;

    /// <summary>Replaces every text under a sensitive key, at any depth, by <c>***</c>; numbers, booleans and nulls stay, as in Airflow.
    /// The same text, not reformatted, when there is nothing to replace or it is no JSON.</summary>
    public static string Mask(string json)
    {
        if (!json.Contains('{', StringComparison.Ordinal) || !MayHoldSensitiveKey(json))
        {
            return json;
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            var buffer = new ArrayBufferWriter<byte>(json.Length);
            using var writer = new Utf8JsonWriter(buffer, JournalFormat.WriterOptions);
            Write(writer, document.RootElement, secret: false);
            writer.Flush();
            return Encoding.UTF8.GetString(buffer.WrittenSpan);
        }
        catch (JsonException)
        {
            return json;
        }
    }

    // A key may be spelled with escapes, \u0074oken; so a text with escapes is always looked at.
    private static bool MayHoldSensitiveKey(string json) => Contains(json) || json.Contains("\\u", StringComparison.Ordinal);

    // Recursion is bounded by JsonDocument, which reads at most 64 levels.
    private static void Write(Utf8JsonWriter writer, JsonElement value, bool secret)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (JsonProperty property in value.EnumerateObject())
                {
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Value, secret || Contains(property.Name));
                }

                writer.WriteEndObject();
                break;

            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (JsonElement element in value.EnumerateArray())
                {
                    Write(writer, element, secret);
                }

                writer.WriteEndArray();
                break;

            case JsonValueKind.String when secret:
                writer.WriteStringValue(SecretMask.Replacement);
                break;

            default:
                value.WriteTo(writer);
                break;
        }
    }
}
