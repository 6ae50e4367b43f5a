using System.Collections;

namespace Windtunnel;

/// <summary>Keeps a journal's entries in little memory and made for the garbage collector.</summary>
/// <remarks>Three of four entries only say that a task was scheduled, began or ended well. Those are kept as values in large blocks, which
/// a collection neither copies nor walks through, and are made into objects when they are read. Without that, most of the time of a run of
/// a million instances would go into keeping its journal alive.</remarks>
internal sealed class EntryStore : IReadOnlyList<JournalEntry>
{
    private const int BlockSize = 4096;
    private readonly List<Kept[]> _blocks = [];

    private enum Kind : byte
    {
        Whole,
        Scheduled,
        Started,
        Ended,
    }

    public int Count { get; private set; }

    public JournalEntry this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            return _blocks[index / BlockSize][index % BlockSize].ToEntry();
        }
    }

    public void Add(JournalEntry entry)
    {
        int within = Count % BlockSize;
        if (within == 0)
        {
            _blocks.Add(new Kept[Count == 0 ? 16 : BlockSize]);
        }
        else if (within == _blocks[^1].Length)
        {
            // Only the first block begins small, since most journals are.
            Kept[] larger = new Kept[within * 2];
            _blocks[^1].CopyTo(larger, 0);
            _blocks[^1] = larger;
        }

        _blocks[^1][within] = Kept.Of(entry);
        Count++;
    }

    public IEnumerator<JournalEntry> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private readonly struct Kept
    {
        private readonly object _entryOrTask;
        private readonly long _ticks;
        private readonly int _mapIndex;
        private readonly int _try;
        private readonly Kind _kind;
        private readonly TaskState _state;

        private Kept(JournalEntry entry) => _entryOrTask = entry;

        private Kept(Kind kind, TaskEntry entry, TaskState state = TaskState.None)
        {
            (_entryOrTask, _ticks, _mapIndex, _try) = (entry.Task, entry.At.Ticks, entry.MapIndex, entry.Try);
            (_kind, _state) = (kind, state);
        }

        public static Kept Of(JournalEntry entry) => entry.At.Offset != TimeSpan.Zero ? new(entry) : entry switch
        {
            TaskScheduled scheduled => new(Kind.Scheduled, scheduled),
            TaskStarted started => new(Kind.Started, started),
            TaskEnded { Error: null, NextAt: null } ended => new(Kind.Ended, ended, ended.State),
            _ => new(entry),
        };

        public JournalEntry ToEntry() => _kind switch
        {
            Kind.Scheduled => new TaskScheduled { At = At(), Task = Task(), MapIndex = _mapIndex, Try = _try },
            Kind.Started => new TaskStarted { At = At(), Task = Task(), MapIndex = _mapIndex, Try = _try },
            Kind.Ended => new TaskEnded { At = At(), Task = Task(), MapIndex = _mapIndex, Try = _try, State = _state },
            _ => (JournalEntry)_entryOrTask,
        };

        private DateTimeOffset At() => new(_ticks, TimeSpan.Zero);

        private string Task() => (string)_entryOrTask;
    }
}
