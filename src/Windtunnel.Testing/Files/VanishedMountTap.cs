using System.IO.Abstractions;

namespace Windtunnel.Testing;

/// <summary>Takes the files of a mount away for a while, and what is open of them.</summary>
internal sealed class VanishedMountTap(VanishedMount fault, DiskAtWork work) : FileTap
{
    private const int StaleHandle = 116; // ESTALE

    private bool IsAway => work.Elapsed >= fault.After && work.Elapsed < fault.After + fault.Lasting;

    /// <summary>Throws while the mount is away.</summary>
    public void RequireHandle(string path)
    {
        if (IsAway)
        {
            work.Applied("use", path);
            throw new IOException($"Stale file handle: '{Path.GetFileName(path)}', by the test's fault '{fault.Words}'.", StaleHandle);
        }
    }

    protected override object? Pass(FileCall call, Func<object?> proceed)
    {
        if (IsAway && call.Name == "Exists")
        {
            work.Applied(call.Operation, call.Path);
            return false;
        }

        RequireMount(call);
        object? answer = proceed();
        return answer switch
        {
            FileSystemStream stream => new MountedStream(stream, call.Path, this),
            StreamWriter { BaseStream: FileSystemStream stream } => new StreamWriter(new MountedStream(stream, call.Path, this)),
            StreamReader { BaseStream: FileSystemStream stream } => new StreamReader(new MountedStream(stream, call.Path, this)),
            _ => answer,
        };
    }

    protected override ValueTask<T> PassAsync<T>(FileCall call, Func<ValueTask<T>> proceed)
    {
        RequireMount(call);
        return proceed();
    }

    private void RequireMount(FileCall call)
    {
        if (IsAway)
        {
            work.Applied(call.Operation, call.Path);
            throw new DirectoryNotFoundException(
                $"Could not find a part of the path of '{call.FileName}': the test's fault '{fault.Words}'.");
        }
    }
}

/// <summary>A file that is open only as long as its mount is there.</summary>
internal sealed class MountedStream(FileSystemStream inner, string path, VanishedMountTap tap) : TappedStream(inner, path)
{
    public override int Read(Span<byte> buffer)
    {
        tap.RequireHandle(Name);
        return Inner.Read(buffer);
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        tap.RequireHandle(Name);
        return Inner.ReadAsync(buffer, cancellationToken);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        tap.RequireHandle(Name);
        Inner.Write(buffer);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        tap.RequireHandle(Name);
        return Inner.WriteAsync(buffer, cancellationToken);
    }
}
