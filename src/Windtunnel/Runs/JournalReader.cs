using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Windtunnel;

/// <summary>Reads one journal and proves that it is whole.</summary>
internal sealed class JournalReader : IDisposable
{
    private readonly JournalLines _lines;
    private readonly string _name;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<JournalEntry> _entries = [];

    public JournalReader(Stream stream, string name)
    {
        _lines = new JournalLines(stream);
        _name = name;
    }

    /// <exception cref="JournalException">Nothing can be read, or less than <paramref name="reading"/> asks for.</exception>
    public List<JournalEntry> Read(JournalReading reading)
    {
        ReadHeader();
        try
        {
            ReadEntries();
        }
        catch (JournalException e) when (reading == JournalReading.Partial)
        {
            _entries.Add(new FindingMade
            {
                At = _entries.Count > 0 ? _entries[^1].At : DateTimeOffset.UnixEpoch,
                Code = "journal.partial",
                Text = $"{e.Message} The run is shown as far as it could be read.",
            });
        }

        return _entries;
    }

    public void Dispose() => _hash.Dispose();

    private void ReadHeader()
    {
        ReadOnlyMemory<byte> line = _lines.Read() ?? throw Problem("It is empty. Nothing can be read from it; run the DAG again.");
        (int Major, int Minor)? version = ParseHeader(line);
        if (version is null)
        {
            throw Problem(_lines.IsWhole
                ? $"It is no journal: its first line is {Quote(line)} instead of a header like "
                    + $"{Encoding.UTF8.GetString(JournalFormat.Header)}. Give the path of a journal."
                : $"It ends within its header, after {Quote(line)}: it is truncated, or no journal. Nothing can be read from it.");
        }

        if (version.Value.Major != JournalFormat.Major)
        {
            throw Problem(
                $"It has format version {version.Value.Major}.{version.Value.Minor}, and this Windtunnel reads {JournalFormat.Major}.x. "
                + "Read it with the Windtunnel that wrote it, or a later one.");
        }

        Hash(line);
    }

    private static (int Major, int Minor)? ParseHeader(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object
                && root.TryGetProperty("format", out JsonElement format)
                && format.ValueKind == JsonValueKind.String
                && format.ValueEquals("windtunnel")
                && Number(root, "journal") is { } major
                && Number(root, "minor") is { } minor
                ? (major, minor)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static int? Number(JsonElement header, string name) =>
        header.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number)
            ? number
            : null;

    private void ReadEntries()
    {
        while (_lines.Read() is { } line)
        {
            if (!_lines.IsWhole)
            {
                throw Problem($"It ends within this line, after {Quote(line)}: the rest is missing. {HowToReadPartially()}");
            }

            if (line.Span.StartsWith(JournalFormat.ClosingStart))
            {
                CheckClosing(line);
                return;
            }

            _entries.Add(ParseEntry(line));
            Hash(line);
        }

        throw Problem($"It has no closing line after this one, so its writer was stopped or its end is missing. {HowToReadPartially()}");
    }

    private JournalEntry ParseEntry(ReadOnlyMemory<byte> line)
    {
        try
        {
            return JournalFormat.ReadEntry(line.Span);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Problem(
                $"It is no journal entry: {Quote(line)}. {Reason(e)} The file was changed after it was written; take the original.", e);
        }
    }

    private void CheckClosing(ReadOnlyMemory<byte> line)
    {
        string sha256 = Convert.ToHexStringLower(_hash.GetCurrentHash());
        if (!line.Span.SequenceEqual(JournalFormat.Closing(_entries.Count, sha256)))
        {
            throw Problem($"The closing line is {Quote(line, 160)}, but before it stand {_entries.Count} entries with SHA-256 {sha256}: "
                + "a line was changed, added or removed, or line endings were converted. Take the original.");
        }

        if (_lines.Read() is { } after)
        {
            throw Problem($"It follows the closing line: {Quote(after)}. Nothing may; take the original.");
        }
    }

    private void Hash(ReadOnlyMemory<byte> line)
    {
        _hash.AppendData(line.Span);
        _hash.AppendData("\n"u8);
    }

    private string HowToReadPartially() =>
        $"The {_entries.Count} entries before can be read with JournalReading.Partial.";

    private JournalException Problem(string text, Exception? inner = null) =>
        new($"Journal '{_name}', line {Math.Max(1, _lines.Number)}: {text}", Math.Max(1, _lines.Number), inner);

    // The serializer adds its own position, which counts from the start of the line.
    private static string Reason(Exception e)
    {
        int position = e.Message.IndexOf(" Path: $", StringComparison.Ordinal);
        return position < 0 ? e.Message : e.Message[..position];
    }

    private static string Quote(ReadOnlyMemory<byte> line, int most = 80)
    {
        string text = Encoding.UTF8.GetString(line.Span[..Math.Min(line.Length, most)]);
        return line.Length <= most ? $"'{text}'" : $"'{text}...'";
    }
}
