using System.Collections.Immutable;
using CsCheck;

namespace Windtunnel.Tests.Runs;

/// <summary>Journals with entries of every kind in any order, about the tasks of one outline.</summary>
internal static class RandomJournals
{
    private static readonly string[] TaskIds = ["extract", "load.copy", "mapped"];

    private static readonly Gen<string> AnyTask = Gen.Int[0, 2].Select(at => TaskIds[at]);

    private static readonly Gen<string> Text = Gen.String[Gen.Char['\u0001', '\ud7ff'], 0, 12];

    private static readonly Gen<DateTimeOffset> Instant = Gen.Long[0, TimeSpan.TicksPerDay]
        .Select(ticks => JournalWriting.Origin.AddTicks(ticks));

    private static readonly Gen<TaskState> State = Gen.Enum<TaskState>();

    private static readonly Gen<string?> TextOrNull = Gen.Null(Text);

    private static readonly Gen<TaskError?> Error = Gen.Null(
        Gen.Select(Text, Text, TextOrNull, (type, message, stack) => new TaskError(type, message, stack)));

    private static readonly Gen<UpstreamCounts> Counts = Gen.Int[0, 9].Array[6]
        .Select(n => new UpstreamCounts(n[0], n[1], n[2], n[3], n[4], n[5]));

    private static readonly Gen<CauseBy> By = Gen.Select(AnyTask, Gen.Int[-1, 2], State, (task, index, state) =>
        new CauseBy(task, index, state));

    private static readonly Gen<Cause> Cause = Gen.Select(
        Gen.Enum<CauseKind>(), Gen.Nullable(Gen.Enum<TriggerRule>()), Gen.Nullable(Counts), By.Array[0, 3], TextOrNull,
        (kind, rule, counts, by, detail) => new Cause { Kind = kind, Rule = rule, Counts = counts, By = [.. by], Detail = detail });

    private static readonly Gen<(DateTimeOffset At, string Task, int Index, int Try)> Head =
        Gen.Select(Instant, AnyTask, Gen.Int[-1, 2], Gen.Int[0, 3]);

    private static readonly Gen<TaskOutline> Outline = Gen.Select(
        Text, Gen.Enum<TriggerRule>(), TextOrNull, Gen.Bool, Gen.Bool, Gen.Int[0, 5], TextOrNull,
        (kind, rule, group, mapped, setup, retries, doc) => new TaskOutline
        {
            Id = "",
            Kind = kind,
            Rule = rule,
            Group = group,
            Mapped = mapped,
            Setup = setup,
            Teardown = !setup,
            Retries = retries,
            Doc = doc,
            Upstream = ["extract"],
        });

    private static readonly Gen<DagOutline> Dag = Gen.Select(
        Outline.Array[TaskIds.Length], TextOrNull, Text.Array[0, 2], TextOrNull, Gen.Bool,
        (tasks, name, tags, doc, mapped) => new DagOutline
        {
            DagId = "etl",
            DisplayName = name,
            Tags = [.. tags],
            Doc = doc,
            Tasks = [.. tasks.Select((task, at) => task with { Id = TaskIds[at] })],
            Groups = [new GroupOutline("load", null, mapped), new GroupOutline("load.inner", "load", !mapped)],
        });

    private static readonly Gen<JournalEntry> Created = Gen.Select(
        Instant, Gen.Enum<RunType>(), Gen.Nullable(Instant), Gen.Nullable(Gen.ULong), TextOrNull, Text, Dag,
        (at, type, logical, seed, text, target, dag) => (JournalEntry)new RunCreated
        {
            At = at,
            DagId = "etl",
            RunId = "r",
            Type = type,
            LogicalDate = logical,
            RunAfter = at,
            Seed = seed,
            Target = target,
            Interval = logical is null ? null : new DataInterval(logical.Value, at),
            Conf = text,
            Params = text,
            PartitionKey = text,
            Dag = dag,
        });

    /// <summary>One generator for each kind of entry but the first.</summary>
    public static readonly ImmutableArray<Gen<JournalEntry>> Kinds =
    [
        Instant.Select(at => (JournalEntry)new RunStarted { At = at }),
        Instant.Select(at => (JournalEntry)new RunQueued { At = at }),
        Gen.Select(Instant, Dag, (at, dag) => (JournalEntry)new DagChanged { At = at, Dag = dag }),
        Gen.Select(Instant, Gen.Enum<RunState>(), Text, (at, state, reason) =>
            (JournalEntry)new RunEnded { At = at, State = state, Reason = reason }),
        Gen.Select(Instant, Text, Text, (at, code, text) => (JournalEntry)new FindingMade { At = at, Code = code, Text = text }),
        Head.Select(h => (JournalEntry)new TaskScheduled { At = h.At, Task = h.Task, MapIndex = h.Index, Try = h.Try }),
        Head.Select(h => (JournalEntry)new TaskStarted { At = h.At, Task = h.Task, MapIndex = h.Index, Try = h.Try }),
        Gen.Select(Head, State, Error, Gen.Nullable(Instant), (h, state, error, next) =>
            (JournalEntry)new TaskEnded
            {
                At = h.At, Task = h.Task, MapIndex = h.Index, Try = h.Try, State = state, Error = error, NextAt = next,
            }),
        Gen.Select(Head, State, Cause, (h, state, cause) =>
            (JournalEntry)new TaskDecided { At = h.At, Task = h.Task, MapIndex = h.Index, Try = h.Try, State = state, Cause = cause }),
        Gen.Select(Head, Gen.Int[0, 4], (h, length) =>
            (JournalEntry)new TaskExpanded { At = h.At, Task = h.Task, MapIndex = h.Index, Try = h.Try, Length = length }),
        Gen.Select(Head, State, Cause, (h, state, cause) =>
            (JournalEntry)new TaskWaiting { At = h.At, Task = h.Task, MapIndex = h.Index, Try = h.Try, State = state, Cause = cause }),
        Gen.Select(Head, Gen.Int, (h, max) =>
            (JournalEntry)new TaskCleared { At = h.At, Task = h.Task, MapIndex = h.Index, Try = h.Try, MaxTries = max }),
        Gen.Select(Head, Text, Text, Error, (h, level, message, error) =>
            (JournalEntry)new TaskLogged
            {
                At = h.At, Task = h.Task, MapIndex = h.Index, Try = h.Try, Level = level, Message = message, Error = error,
            }),
        Gen.Select(Head, Text, Text, (h, key, value) =>
            (JournalEntry)new XComPushed { At = h.At, Task = h.Task, MapIndex = h.Index, Try = h.Try, Key = key, Value = value }),
        Gen.Select(Head, Text, (h, id) =>
            (JournalEntry)new ConnectionUsed { At = h.At, Task = h.Task, MapIndex = h.Index, Try = h.Try, Connection = id }),
        Gen.Select(Head, Text, (h, label) =>
            (JournalEntry)new TaskLabeled { At = h.At, Task = h.Task, MapIndex = h.Index, Try = h.Try, Label = label }),
        Gen.Select(Head, Text, Gen.Long, (h, name, value) =>
            (JournalEntry)new CountRecorded { At = h.At, Task = h.Task, MapIndex = h.Index, Try = h.Try, Name = name, Value = value }),
        Gen.Select(Head, Text, Text, (h, fault, call) => (JournalEntry)new FaultApplied
        {
            At = h.At, Task = h.Task, MapIndex = h.Index, Try = h.Try, Connection = "api", Fault = fault, Call = call,
        }),
        Gen.Select(Head, Text, Text, TextOrNull, (h, name, uri, extra) => (JournalEntry)new AssetEventEmitted
        {
            At = h.At, Task = h.Task, MapIndex = h.Index, Try = h.Try, Name = name, Uri = uri, Extra = extra, PartitionKey = extra,
        }),
        Gen.Select(Head, Text, Error, Gen.Bool, (h, name, error, ofRun) => (JournalEntry)new CallbackRan
        {
            At = h.At, Task = ofRun ? "" : h.Task, MapIndex = h.Index, Try = h.Try, Callback = name, Error = error,
        }),
    ];

    public static readonly Gen<Journal> Any = Gen.Select(Created, Gen.OneOf([.. Kinds]).Array[0, 25], (created, rest) =>
    {
        var journal = new Journal();
        journal.Append(created);
        foreach (JournalEntry entry in rest)
        {
            journal.Append(entry);
        }

        return journal;
    });
}
