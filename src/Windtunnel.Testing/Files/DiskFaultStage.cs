using System.IO.Abstractions;

namespace Windtunnel.Testing;

/// <summary>Puts a disk's fault in front of a file system.</summary>
internal sealed class DiskFaultStage(DiskFault fault) : Stage
{
    protected internal override StageInRun Begin(StagePlace place) => new InRun(fault, place);

    private sealed class InRun(DiskFault fault, StagePlace place) : StageInRun<IFileSystem>(fault.Words, place)
    {
        private readonly DiskState _state = new(fault);
        private readonly StagePlace _place = place;

        protected internal override IReadOnlyList<string> Unused => _state.Applied >= fault.Expected
            ? []
            : [
                $"The fault '{fault.Words}' in front of connection '{_place.ConnectionId}' should have been applied, but was not: "
                + "the run did not experience it. Let the DAG use such files, or take the fault away.",
            ];

        protected override IFileSystem InFrontOf(IFileSystem system, HookCalls calls) =>
            fault.TapFor(system, new(fault, _state, calls.Context!, _place)).InFrontOf(system);
    }
}

/// <summary>A fault in front of the files of one body.</summary>
internal sealed record DiskAtWork(DiskFault Fault, DiskState State, TaskContext Context, StagePlace Place)
{
    /// <summary>Since the start of the run's clock.</summary>
    public TimeSpan Elapsed => Context.Time.GetUtcNow() - Place.StartingAt;

    /// <summary>Journals that it strikes, and counts it.</summary>
    public void Applied(string operation, string path)
    {
        State.Apply();
        Note(operation, path);
    }

    /// <summary>Journals that it strikes. Paths of one run are not those of another, so only the name is kept.</summary>
    public void Note(string operation, string path) =>
        Context.Host.FaultApplied(Place.ConnectionId, Fault.Words, Context.Host.Mask($"{operation} {Path.GetFileName(path)}"));
}

/// <summary>What a fault did in a run so far.</summary>
internal sealed class DiskState(DiskFault fault)
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _flushed = new(StringComparer.Ordinal);
    private long _written;

    public int Applied { get; private set; }

    /// <summary>True as often as the fault is to be applied.</summary>
    public bool Apply()
    {
        lock (_lock)
        {
            bool applies = Applied < fault.Expected || fault is FullDisk or ReadOnlyDisk or SlowDisk or VanishedMount;
            Applied += applies ? 1 : 0;
            return applies;
        }
    }

    /// <summary>How many of so many bytes still fit.</summary>
    public int Take(int bytes, long room)
    {
        lock (_lock)
        {
            int fits = (int)Math.Clamp(room - _written, 0, bytes);
            _written += fits;
            return fits;
        }
    }

    public void Flushed(string path, bool isFlushed)
    {
        lock (_lock)
        {
            _ = isFlushed ? _flushed.Add(path) : _flushed.Remove(path);
        }
    }

    public bool IsFlushed(string path)
    {
        lock (_lock)
        {
            return _flushed.Contains(path);
        }
    }
}
