using System.Text.Encodings.Web;
using System.Text.Json;

namespace Windtunnel.Testing;

/// <summary>Writes recordings. The same conversation gives the same file, byte for byte.</summary>
internal static class TapeWriter
{
    public const string Format = "windtunnel.http/1";

    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Write(string file, IEnumerable<TapeExchange> exchanges)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        using FileStream stream = File.Create(file);
        using (var writer = new Utf8JsonWriter(stream, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("format", Format);
            writer.WriteStartArray("exchanges");
            foreach (TapeExchange exchange in exchanges)
            {
                Write(writer, exchange);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }

    private static void Write(Utf8JsonWriter writer, TapeExchange exchange)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("request");
        writer.WriteString("method", exchange.Method);
        writer.WriteString("target", exchange.Target);
        Write(writer, exchange.RequestHeaders);
        Write(writer, exchange.RequestBody);
        writer.WriteEndObject();
        writer.WriteStartObject("response");
        writer.WriteNumber("status", exchange.Status);
        Write(writer, exchange.ResponseHeaders);
        Write(writer, exchange.ResponseBody);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, string>> headers)
    {
        writer.WriteStartObject("headers");
        foreach (IGrouping<string, string> header in headers.GroupBy(
            header => header.Key, header => header.Value, StringComparer.OrdinalIgnoreCase))
        {
            writer.WriteStartArray(header.Key);
            foreach (string value in header)
            {
                writer.WriteStringValue(value);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, TapeBody body)
    {
        switch (body.Kind)
        {
            case TapeBodyKind.Json:
                writer.WritePropertyName("json");
                JsonElement.Parse(body.Text).WriteTo(writer);
                break;
            case TapeBodyKind.Text:
                writer.WriteString("text", body.Text);
                break;
            case TapeBodyKind.Bytes:
                writer.WriteString("base64", body.Text);
                break;
        }
    }
}
