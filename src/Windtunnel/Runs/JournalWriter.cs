using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;

namespace Windtunnel;

/// <summary>Writes a journal entry by entry, e.g. while the run goes on, so that what happened before a crash can still be read.</summary>
/// <remarks>Not thread-safe. Without <see cref="Complete"/> the file counts as truncated, see <see cref="JournalReading"/>.</remarks>
public sealed class JournalWriter : IDisposable
{
    private readonly Stream _stream;
    private readonly bool _leaveOpen;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly Utf8JsonWriter _json;
    private bool _completed;

    /// <param name="stream">Where to write; it needs no seeking.</param>
    /// <param name="leaveOpen">True: <paramref name="stream"/> stays open when this writer is disposed. Default false.</param>
    public JournalWriter(Stream stream, bool leaveOpen = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _stream = stream;
        _leaveOpen = leaveOpen;
        _json = new Utf8JsonWriter(_line, JournalFormat.WriterOptions);
        WriteLine(JournalFormat.Header);
    }

    /// <summary>The number of entries written.</summary>
    public int Count { get; private set; }

    /// <exception cref="InvalidOperationException">The journal is complete.</exception>
    public void Write(JournalEntry entry)
    {
        if (_completed)
        {
            throw new InvalidOperationException(
                "The journal is complete: no entry can follow its closing line. Write to another JournalWriter.");
        }

        JournalFormat.WriteEntry(_json, entry);
        _json.Flush();
        WriteLine(_line.WrittenSpan);
        _line.ResetWrittenCount();
        _json.Reset();
        Count++;
    }

    /// <summary>Hands everything written so far to the stream's destination.</summary>
    public void Flush() => _stream.Flush();

    /// <summary>Writes the closing line, which proves that nothing is missing or altered, and flushes. Does it only once.</summary>
    public void Complete()
    {
        if (_completed)
        {
            return;
        }

        _completed = true;
        WriteLine(JournalFormat.Closing(Count, Convert.ToHexStringLower(_hash.GetCurrentHash())));
        _stream.Flush();
    }

    public void Dispose()
    {
        _json.Dispose();
        _hash.Dispose();
        if (!_leaveOpen)
        {
            _stream.Dispose();
        }
    }

    private void WriteLine(ReadOnlySpan<byte> line)
    {
        _hash.AppendData(line);
        _hash.AppendData("\n"u8);
        _stream.Write(line);
        _stream.Write("\n"u8);
    }
}
