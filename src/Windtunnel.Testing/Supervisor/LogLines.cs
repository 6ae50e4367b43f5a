using System.Buffers;
using System.IO.Pipelines;

namespace Windtunnel.Testing.Supervisor;

/// <summary>Cuts a stream into lines. A line may come in pieces, and the last one may lack its end.</summary>
internal static class LogLines
{
    /// <summary>Until the stream ends or breaks.</summary>
    public static async Task ReadAsync(Stream stream, Action<ReadOnlyMemory<byte>> read)
    {
        PipeReader reader = PipeReader.Create(stream);
        try
        {
            while (true)
            {
                ReadResult result = await reader.ReadAsync();
                ReadOnlySequence<byte> rest = result.Buffer;
                while (rest.PositionOf((byte)'\n') is { } end)
                {
                    read(rest.Slice(0, end).ToArray());
                    rest = rest.Slice(rest.GetPosition(1, end));
                }

                if (result.IsCompleted)
                {
                    read(rest.ToArray());
                    return;
                }

                reader.AdvanceTo(rest.Start, rest.End);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // Whoever broke it knows why.
        }
    }
}
