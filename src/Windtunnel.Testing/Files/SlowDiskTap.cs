using System.IO.Abstractions;
using System.Text;

namespace Windtunnel.Testing;

/// <summary>Lets reading and writing take time by the number of bytes.</summary>
internal sealed class SlowDiskTap(SlowDisk fault, DiskAtWork work) : FileTap
{
    protected override object? Pass(FileCall call, Func<object?> proceed)
    {
        bool strikes = fault.Strikes(call.Path);
        Owe(call, strikes ? call.Content()?.Length ?? 0 : 0);
        object? answer = proceed();
        if (!strikes)
        {
            return answer;
        }

        Owe(call, call.Name.StartsWith("ReadAll", StringComparison.Ordinal) ? LengthOf(answer) : 0);
        return answer switch
        {
            FileSystemStream stream => Slowed(stream, call),
            StreamWriter { BaseStream: FileSystemStream stream } => new StreamWriter(Slowed(stream, call)),
            StreamReader { BaseStream: FileSystemStream stream } => new StreamReader(Slowed(stream, call)),
            _ => answer,
        };
    }

    protected override async ValueTask<T> PassAsync<T>(FileCall call, Func<ValueTask<T>> proceed)
    {
        bool strikes = fault.Strikes(call.Path);
        await DelayAsync(call, strikes ? call.Content()?.Length ?? 0 : 0).ConfigureAwait(false);
        T answer = await proceed().ConfigureAwait(false);
        await DelayAsync(call, strikes && call.Name.StartsWith("ReadAll", StringComparison.Ordinal) ? LengthOf(answer) : 0)
            .ConfigureAwait(false);
        return answer;
    }

    private static long LengthOf(object? read) => read switch
    {
        byte[] bytes => bytes.Length,
        string text => Encoding.UTF8.GetByteCount(text),
        IEnumerable<string> lines => lines.Sum(line => Encoding.UTF8.GetByteCount(line) + 1),
        _ => 0,
    };

    private SlowStream Slowed(FileSystemStream stream, FileCall call)
    {
        work.Applied(call.Operation, call.Path);
        return new(stream, call.Path, bytes => work.Context.OwedTime += fault.TimeFor(bytes), bytes => DelayAsync(bytes));
    }

    private void Owe(FileCall call, long bytes)
    {
        if (bytes > 0)
        {
            work.Applied(call.Operation, call.Path);
            work.Context.OwedTime += fault.TimeFor(bytes);
        }
    }

    private ValueTask DelayAsync(FileCall call, long bytes)
    {
        if (bytes == 0)
        {
            return ValueTask.CompletedTask;
        }

        work.Applied(call.Operation, call.Path);
        return DelayAsync(bytes);
    }

    private ValueTask DelayAsync(long bytes) => Detached.Of(new ValueTask(work.Context.DelayAsync(fault.TimeFor(bytes))));
}

/// <summary>A file that gives and takes its bytes slowly.</summary>
internal sealed class SlowStream(FileSystemStream inner, string path, Action<long> owe, Func<long, ValueTask> delay)
    : TappedStream(inner, path)
{
    public override int Read(Span<byte> buffer)
    {
        int read = Inner.Read(buffer);
        owe(read);
        return read;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await Inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        await delay(read).ConfigureAwait(false);
        return read;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        owe(buffer.Length);
        Inner.Write(buffer);
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await delay(buffer.Length).ConfigureAwait(false);
        await Inner.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
    }
}
