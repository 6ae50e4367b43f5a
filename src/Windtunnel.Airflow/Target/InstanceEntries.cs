using System.Text;
using Windtunnel.Airflow.Protocol;
using Windtunnel.Airflow.Rest;

namespace Windtunnel.Airflow.Target;

/// <summary>What happened to one task instance, in its order.</summary>
internal static class InstanceEntries
{
    public static IEnumerable<JournalEntry> Of(InstanceRecord instance, InstanceStates states, DateTimeOffset created)
    {
        InstanceRow now = instance.Row;
        for (int at = 0; at < instance.Tries.Count; at++)
        {
            TryRecord one = instance.Tries[at];
            bool isLast = at == instance.Tries.Count - 1;
            foreach (JournalEntry entry in OfTry(one, isLast ? instance.XComs : [], isLast, created))
            {
                yield return entry;
            }

            if (!isLast && TaskStates.Parse(one.Row.State) is var state && state.IsFinished() && state != TaskState.Failed)
            {
                yield return new TaskCleared
                {
                    At = EndOf(one.Row, created),
                    Task = now.TaskId,
                    MapIndex = now.MapIndex,
                    Try = one.Row.TryNumber,
                    MaxTries = now.MaxTries,
                };
            }
        }

        TaskState final = TaskStates.Parse(now.State);
        if (instance.Tries.Count == 0 && final.IsFinished())
        {
            yield return new TaskDecided
            {
                At = EndOf(now, created),
                Task = now.TaskId,
                MapIndex = now.MapIndex,
                State = final,
                Cause = states.CauseOf(now.TaskId, final),
            };
        }
    }

    private static IEnumerable<JournalEntry> OfTry(TryRecord one, IReadOnlyList<XComRow> xcoms, bool isLast, DateTimeOffset created)
    {
        InstanceRow row = one.Row;
        (string task, int index, int number) = (row.TaskId, row.MapIndex, row.TryNumber);
        if (row.ScheduledWhen is { } scheduled)
        {
            // After a deferral or an answer it was scheduled once more, and only that moment is told.
            yield return new TaskScheduled
            {
                At = row.StartDate < scheduled ? row.StartDate.Value : scheduled,
                Task = task,
                MapIndex = index,
                Try = number,
            };
        }

        // The scheduler passes over a task without a body: it ends without having started.
        if (row is { StartDate: { } started, ScheduledWhen: not null })
        {
            yield return new TaskStarted { At = started, Task = task, MapIndex = index, Try = number };
        }

        IEnumerable<JournalEntry> meanwhile = one.Log.Lines.Select(line => Entry(line, row)).Concat(xcoms.Select(Entry));
        foreach (JournalEntry entry in meanwhile.OrderBy(entry => entry.At))
        {
            yield return entry;
        }

        TaskState state = TaskStates.Parse(row.State);
        if (state.IsFinished() || !isLast)
        {
            yield return new TaskEnded
            {
                At = EndOf(row, created),
                Task = task,
                MapIndex = index,
                Try = number,
                // The API calls a try failed also when it was tried again.
                State = state == TaskState.Failed && !isLast ? TaskState.UpForRetry : state,
                Error = state == TaskState.Failed ? one.Log.Error : null,
            };
        }
    }

    private static JournalEntry Entry(LogLine line, InstanceRow row) => line switch
    {
        { Counted: var (name, value) } => new CountRecorded
        {
            At = line.At,
            Task = row.TaskId,
            MapIndex = row.MapIndex,
            Try = row.TryNumber,
            Name = name,
            Value = value,
        },
        { Connection: { } connection } => new ConnectionUsed
        {
            At = line.At,
            Task = row.TaskId,
            MapIndex = row.MapIndex,
            Try = row.TryNumber,
            Connection = connection,
        },
        _ => new TaskLogged
        {
            At = line.At,
            Task = row.TaskId,
            MapIndex = row.MapIndex,
            Try = row.TryNumber,
            Level = line.Level,
            Message = line.Message,
            Error = line.Error,
        },
    };

    private static JournalEntry Entry(XComRow row) => new XComPushed
    {
        At = row.Timestamp,
        Task = row.TaskId,
        MapIndex = row.MapIndex,
        Key = row.Key,
        Value = Plain(row),
    };

    /// <summary>With Python's types as the nearest of .NET.</summary>
    private static string Plain(XComRow row) => row.Value is { } value
        ? Encoding.UTF8.GetString(PythonValues.ToPlainJson(new JsonText(Encoding.UTF8.GetBytes(value.GetRawText()))).Utf8)
        : "null";

    private static DateTimeOffset EndOf(InstanceRow row, DateTimeOffset created) =>
        row.EndDate ?? row.StartDate ?? row.ScheduledWhen ?? created;
}
