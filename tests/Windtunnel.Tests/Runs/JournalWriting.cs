using System.Text;

namespace Windtunnel.Tests.Runs;

/// <summary>Short words for journals written by hand in tests. The clock starts at 2026-01-01T00:00Z and is told in seconds.</summary>
internal sealed class JournalWriting
{
    public static readonly DateTimeOffset Origin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Journal _journal;
    private double _seconds;

    public JournalWriting(params TaskOutline[] tasks)
        : this(new SecretMask(), tasks)
    {
    }

    public JournalWriting(SecretMask mask, params TaskOutline[] tasks)
        : this(Created(tasks), mask)
    {
    }

    public JournalWriting(RunCreated created, SecretMask? mask = null)
    {
        _journal = new Journal(mask);
        Add(created);
        Add(new RunStarted { At = Now });
    }

    public Journal Journal => _journal;

    public Run Run => new(_journal);

    private DateTimeOffset Now => Origin.AddSeconds(_seconds);

    public static TaskOutline Task(string id, params string[] upstream) => new() { Id = id, Kind = "task", Upstream = [.. upstream] };

    public static RunCreated Created(params TaskOutline[] tasks) => new()
    {
        At = Origin,
        DagId = "etl",
        RunId = "manual__2026-01-01",
        Type = RunType.Manual,
        LogicalDate = Origin,
        RunAfter = Origin,
        Target = "embedded 0.1.0",
        Dag = new DagOutline { DagId = "etl", Tasks = [.. tasks] },
    };

    public static byte[] Bytes(Journal journal)
    {
        using var stream = new MemoryStream();
        journal.Save(stream);
        return stream.ToArray();
    }

    public static Journal Load(byte[] bytes, JournalReading reading = JournalReading.Complete) =>
        Journal.Load(new MemoryStream(bytes), "test", reading);

    public static string Text(Journal journal) => Encoding.UTF8.GetString(Bytes(journal));

    public JournalWriting At(double seconds)
    {
        _seconds = seconds;
        return this;
    }

    public JournalWriting Add(JournalEntry entry)
    {
        _journal.Append(entry);
        return this;
    }

    public JournalWriting Scheduled(string task, int @try = 1, int index = -1) =>
        Add(new TaskScheduled { At = Now, Task = task, MapIndex = index, Try = @try });

    public JournalWriting Started(string task, int @try = 1, int index = -1) =>
        Add(new TaskStarted { At = Now, Task = task, MapIndex = index, Try = @try });

    public JournalWriting Ended(string task, TaskState state, int @try = 1, int index = -1, string? error = null, double? next = null) =>
        Add(new TaskEnded
        {
            At = Now,
            Task = task,
            MapIndex = index,
            Try = @try,
            State = state,
            Error = error is null ? null : new TaskError("System.Net.Http.HttpRequestException", error),
            NextAt = next is { } seconds ? Origin.AddSeconds(seconds) : null,
        });

    /// <summary>Scheduled, started and ended at this instant.</summary>
    public JournalWriting Ran(string task, TaskState state = TaskState.Success, int @try = 1, int index = -1, string? error = null) =>
        Scheduled(task, @try, index).Started(task, @try, index).Ended(task, state, @try, index, error);

    public JournalWriting Decided(string task, TaskState state, Cause cause, int index = -1) =>
        Add(new TaskDecided { At = Now, Task = task, MapIndex = index, State = state, Cause = cause });

    public JournalWriting Expanded(string task, int length) => Add(new TaskExpanded { At = Now, Task = task, Length = length });

    public JournalWriting Cleared(string task, int maxTries) => Add(new TaskCleared { At = Now, Task = task, MaxTries = maxTries });

    public JournalWriting Pushed(string task, string value, int @try = 1, int index = -1, string key = "return_value") =>
        Add(new XComPushed { At = Now, Task = task, MapIndex = index, Try = @try, Key = key, Value = value });

    public JournalWriting Logged(string task, string level, string message, int @try = 1, int index = -1) =>
        Add(new TaskLogged { At = Now, Task = task, MapIndex = index, Try = @try, Level = level, Message = message });

    public JournalWriting Counted(string task, string name, long value, int @try = 1, int index = -1) =>
        Add(new CountRecorded { At = Now, Task = task, MapIndex = index, Try = @try, Name = name, Value = value });

    public JournalWriting RunEnded(RunState state, string reason = "success") =>
        Add(new RunEnded { At = Now, State = state, Reason = reason });
}
