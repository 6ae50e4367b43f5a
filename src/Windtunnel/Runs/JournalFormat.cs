using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Windtunnel;

/// <summary>How a journal's lines are spelled. docs/journal.md is the description for readers of the files.</summary>
internal static class JournalFormat
{
    /// <summary>Raised when a reader of the old version would misunderstand the new one.</summary>
    public const int Major = 1;

    /// <summary>Raised when kinds or fields are added that a reader of the old version may pass over.</summary>
    public const int Minor = 1;

    public static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonTypeInfo<JournalEntry> EntryType = CreateEntryType();

    private static readonly FrozenSet<string> Known = Kinds.ToFrozenSet();

    /// <summary>The kinds of entries that this version knows.</summary>
    public static IEnumerable<string> Kinds => EntryType.PolymorphismOptions!.DerivedTypes.Select(type => (string)type.TypeDiscriminator!);

    public static byte[] Header { get; } = Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $$"""{"journal":{{Major}},"minor":{{Minor}},"format":"windtunnel"}"""));

    public static ReadOnlySpan<byte> ClosingStart => "{\"end\":"u8;

    public static byte[] Closing(int entries, string sha256) => Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $$"""{"end":true,"entries":{{entries}},"sha256":"{{sha256}}"}"""));

    public static void WriteEntry(Utf8JsonWriter writer, JournalEntry entry)
    {
        if (entry is UnknownEntry unknown)
        {
            writer.WriteRawValue(unknown.Text);
        }
        else
        {
            JsonSerializer.Serialize(writer, entry, EntryType);
        }
    }

    /// <exception cref="JsonException">The line is no entry.</exception>
    public static JournalEntry ReadEntry(ReadOnlySpan<byte> line)
    {
        string kind = ReadKind(line);
        return Known.Contains(kind)
            ? JsonSerializer.Deserialize(line, EntryType)!
            : ReadUnknown(kind, line);
    }

    public static string Text(JournalEntry entry)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            WriteEntry(writer, entry);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static string ReadKind(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        return reader.Read() && reader.TokenType == JsonTokenType.StartObject
            && reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("kind"u8)
            && reader.Read() && reader.TokenType == JsonTokenType.String
            ? reader.GetString()!
            : throw new JsonException("It does not begin with its kind.");
    }

    private static UnknownEntry ReadUnknown(string kind, ReadOnlySpan<byte> line)
    {
        using var document = JsonDocument.Parse(line.ToArray());
        return document.RootElement.TryGetProperty("at", out JsonElement at) && at.TryGetDateTimeOffset(out DateTimeOffset instant)
            ? new UnknownEntry { At = instant.ToUniversalTime(), Kind = kind, Text = Encoding.UTF8.GetString(line) }
            : throw new JsonException($"Its kind '{kind}' is not known here, and it has no instant 'at'.");
    }

    private static JsonTypeInfo<JournalEntry> CreateEntryType()
    {
        var options = new JsonSerializerOptions(JournalJsonContext.Default.Options)
        {
            TypeInfoResolver = JournalJsonContext.Default.WithAddedModifier(RequireWhatHasADefault),
        };
        return (JsonTypeInfo<JournalEntry>)options.GetTypeInfo(typeof(JournalEntry));
    }

    // Generated code forgets the initializers of init-only properties: a missing mapIndex would silently be 0 instead of -1.
    // So everything that is not nullable must be there; a field that a later version adds has to be nullable.
    private static void RequireWhatHasADefault(JsonTypeInfo type)
    {
        foreach (JsonPropertyInfo property in type.Properties)
        {
            bool canBeSet = property.Set is not null || property.AssociatedParameter is not null;
            property.IsRequired |= canBeSet && !MayBeNull(property);
        }
    }

    private static bool MayBeNull(JsonPropertyInfo property) => property.PropertyType.IsValueType
        ? Nullable.GetUnderlyingType(property.PropertyType) is not null
        : property.AssociatedParameter?.IsNullable ?? property.IsSetNullable;
}
