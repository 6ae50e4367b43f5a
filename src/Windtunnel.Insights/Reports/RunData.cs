using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Windtunnel.Insights.Reports;

/// <summary>The run as JSON for the page's script: compact, with instants in milliseconds since the run's start. model.js names the
/// fields.</summary>
internal sealed class RunData
{
    private const int MostLogLines = 200;
    private const int LongestText = 20_000;

    // Escapes < > & ' " and +, so that no text can end the script element it lies in.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    private readonly Run _run;
    private readonly Utf8JsonWriter _json;
    private readonly DateTimeOffset _origin;
    private readonly Dictionary<TaskInstance, int> _rows = [];

    private readonly Dictionary<(string Task, int MapIndex), List<int>> _positions;

    private RunData(Run run, Utf8JsonWriter json)
    {
        _positions = JournalPositions.Of(run.Journal);
        _run = run;
        _json = json;
        _origin = run.StartedAt ?? run.Journal[0].At;
        foreach (TaskInstance task in run.Tasks)
        {
            _rows[task] = _rows.Count;
        }
    }

    public static Html Write(Run run)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            new RunData(run, json).Write();
        }

        return Html.Trusted(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private void Write()
    {
        _json.WriteStartObject();
        _json.WriteString("origin", _origin.UtcDateTime);
        _json.WriteNumber("elapsed", Math.Round(_run.Elapsed.TotalMilliseconds, 4));
        _json.WriteBoolean("timings", _run.Timings is { All.Count: > 0 });
        List("states", Enum.GetValues<TaskState>(), state => _json.WriteStringValue(Look.Name(state)));
        WriteOutline();
        List("rows", _run.Tasks, WriteRow);
        _json.WriteEndObject();
    }

    private void WriteOutline()
    {
        Dictionary<string, int> tasks = _run.Outline.Tasks.Select((task, at) => (task.Id, at)).ToDictionary();
        Dictionary<string, int> groups = _run.Outline.Groups.Select((group, at) => (group.Id, at)).ToDictionary();
        List("tasks", _run.Outline.Tasks, task =>
        {
            _json.WriteStartObject();
            _json.WriteString("id", task.Id);
            _json.WriteString("kind", task.Kind);
            _json.WriteString("rule", Look.Words(task.Rule.ToString()));
            List("up", task.Upstream.Where(tasks.ContainsKey), id => _json.WriteNumberValue(tasks[id]));
            Number("group", task.Group is not null && groups.TryGetValue(task.Group, out int at) ? at : null);
            Flag("mapped", task.Mapped);
            Flag("setup", task.Setup);
            Flag("teardown", task.Teardown);
            Text("doc", task.Doc);
            _json.WriteEndObject();
        });
        List("groups", _run.Outline.Groups, group =>
        {
            _json.WriteStartObject();
            _json.WriteString("id", group.Id);
            Number("parent", group.Parent is not null && groups.TryGetValue(group.Parent, out int at) ? at : null);
            _json.WriteEndObject();
        });
        _taskAt = tasks;
    }

    private Dictionary<string, int> _taskAt = [];

    private void WriteRow(TaskInstance task)
    {
        _json.WriteStartObject();
        _json.WriteNumber("t", _taskAt[task.TaskId]);
        Number("i", task.MapIndex >= 0 ? task.MapIndex : null);
        _json.WriteNumber("s", (int)task.State);
        Number("n", task.TryNumber > 0 ? task.TryNumber : null);
        Number("m", task.MaxTries > 0 ? task.MaxTries : null);
        Number("e", Milliseconds(task.End));
        List("o", _positions.GetValueOrDefault((task.TaskId, task.MapIndex)) ?? [], position => _json.WriteNumberValue(position));
        ListIfAny("a", task.Attempts, attempt => WriteAttempt(task, attempt));
        ListIfAny("l", [.. task.Logs.TakeLast(MostLogLines)], WriteLog);
        Number("lost", task.Logs.Count > MostLogLines ? task.Logs.Count - MostLogLines : null);
        ListIfAny("x", [.. task.XComs], xcom => Pair(xcom.Key, Shorten(xcom.Value)));
        ListIfAny("c", [.. task.Counts], count => Pair(count.Key, count.Value.ToString("N0", CultureInfo.InvariantCulture)));
        ListIfAny("u", task.Connections, _json.WriteStringValue);
        ListIfAny("k", task.Callbacks, callback =>
            Pair(callback.Callback, callback.Error is { } error ? $"{error.Type}: {error.Message}" : ""));
        if (task.State != TaskState.Success || task.Attempts.Count > 1)
        {
            Text("w", InstanceSentences.About(_run, task));
        }

        Number("b", _run.DeciderOver(task) is { } decider ? _rows[decider] : null);
        _json.WriteEndObject();
    }

    private void WriteAttempt(TaskInstance task, TaskAttempt attempt)
    {
        _json.WriteStartObject();
        _json.WriteNumber("n", attempt.Try);
        _json.WriteNumber("s", (int)attempt.State);
        Number("q", attempt.Scheduled == attempt.Start ? null : Milliseconds(attempt.Scheduled));
        Number("b", Milliseconds(attempt.Start));
        Number("e", Milliseconds(attempt.End));
        Number("z", Milliseconds(attempt.NextAt));
        int stint = 0;
        ListIfAny("p", attempt.Stints, part => WriteStint(part, _run.Timings?.Find(task.TaskId, task.MapIndex, attempt.Try, stint++)));
        WriteError(attempt.Error);
        _json.WriteEndObject();
    }

    private void WriteStint(TaskStint stint, TaskTiming? real)
    {
        _json.WriteStartArray();
        Value(Milliseconds(stint.Start));
        Value(Milliseconds(stint.End));
        _json.WriteNumberValue((int)stint.State);
        if (real is { } timing)
        {
            _json.WriteNumberValue(timing.StartMicroseconds / 1000.0);
            _json.WriteNumberValue(timing.DurationMicroseconds / 1000.0);
        }

        _json.WriteEndArray();
    }

    private void WriteLog(TaskLogged line)
    {
        _json.WriteStartArray();
        Value(Milliseconds(line.At));
        _json.WriteNumberValue(line.Try);
        _json.WriteStringValue(line.Level);
        _json.WriteStringValue(
            Shorten(line.Error is { } error ? $"{line.Message}\n{error.Type}: {error.Message}\n{error.Stack}" : line.Message));
        _json.WriteEndArray();
    }

    private void WriteError(TaskError? error)
    {
        if (error is not null)
        {
            _json.WriteStartArray("x");
            _json.WriteStringValue(error.Type);
            _json.WriteStringValue(Shorten(error.Message));
            _json.WriteStringValue(Shorten(error.Stack ?? ""));
            _json.WriteEndArray();
        }
    }

    private double? Milliseconds(DateTimeOffset? at) => at is { } instant ? Math.Round((instant - _origin).TotalMilliseconds, 4) : null;

    private static string Shorten(string text) => text.Length <= LongestText
        ? text
        : string.Create(CultureInfo.InvariantCulture,
            $"{text.AsSpan(0, LongestText)}... ({text.Length - LongestText:N0} more characters in the journal)");

    private void List<T>(string name, IEnumerable<T> items, Action<T> write)
    {
        _json.WriteStartArray(name);
        foreach (T item in items)
        {
            write(item);
        }

        _json.WriteEndArray();
    }

    private void ListIfAny<T>(string name, IReadOnlyCollection<T> items, Action<T> write)
    {
        if (items.Count > 0)
        {
            List(name, items, write);
        }
    }

    private void Pair(string first, string second)
    {
        _json.WriteStartArray();
        _json.WriteStringValue(first);
        _json.WriteStringValue(second);
        _json.WriteEndArray();
    }

    private void Value(double? value)
    {
        if (value is { } number)
        {
            _json.WriteNumberValue(number);
        }
        else
        {
            _json.WriteNullValue();
        }
    }

    private void Number(string name, double? value)
    {
        if (value is { } number)
        {
            _json.WriteNumber(name, number);
        }
    }

    private void Flag(string name, bool value)
    {
        if (value)
        {
            _json.WriteBoolean(name, true);
        }
    }

    private void Text(string name, string? value)
    {
        if (value is not null)
        {
            _json.WriteString(name, value);
        }
    }
}
