using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Windtunnel;

/// <summary>How long the stints of a run really took. Kept beside the journal and not in it: the same seed gives the same journal, never
/// the same durations.</summary>
/// <remarks>Adding is thread-safe; reading while something adds is not.</remarks>
public sealed class RunTimings
{
    private static readonly TimingsHeader Header = new(Timings: 1, "windtunnel");

    private readonly Lock _gate = new();
    private readonly List<TaskTiming> _all = [];
    private Dictionary<(string, int, int, int), TaskTiming>? _byStint;

    /// <summary>In the order in which the stints ended.</summary>
    public IReadOnlyList<TaskTiming> All => _all;

    /// <summary>From the run's first moment to its last stint's end.</summary>
    public TimeSpan Elapsed => _all.Count == 0 ? TimeSpan.Zero : _all.Max(timing => timing.Start + timing.Duration);

    /// <summary>Null when that stint's duration is not known.</summary>
    /// <param name="taskId">The task id, with those of its groups.</param>
    /// <param name="mapIndex">-1 when the task is not mapped.</param>
    /// <param name="try">1 for the first.</param>
    /// <param name="stint">0 for the first of the try.</param>
    public TaskTiming? Find(string taskId, int mapIndex, int @try, int stint)
    {
        _byStint ??= _all.ToDictionary(timing => (timing.Task, timing.MapIndex, timing.Try, timing.Stint));
        return _byStint.TryGetValue((taskId, mapIndex, @try, stint), out TaskTiming timing) ? timing : null;
    }

    /// <summary>Where the timings of a journal lie: <c>etl.journal.jsonl</c> has <c>etl.timings.jsonl</c> beside it.</summary>
    public static string PathBeside(string journalPath)
    {
        const string Usual = ".journal.jsonl";
        string stem = journalPath.EndsWith(Usual, StringComparison.Ordinal)
            ? journalPath[..^Usual.Length]
            : Path.ChangeExtension(journalPath, null);
        return $"{stem}.timings.jsonl";
    }

    /// <exception cref="JournalException">The file holds something else.</exception>
    public static RunTimings Load(string path)
    {
        var timings = new RunTimings();
        int number = 0;
        foreach (string line in File.ReadLines(path))
        {
            number++;
            try
            {
                timings.ReadLine(line, number);
            }
            catch (JsonException e)
            {
                throw new JournalException(
                    $"Timings '{Path.GetFileName(path)}', line {number}: It is no timing of a task. "
                    + "Delete the file; the journal is complete without it.",
                    number,
                    e);
            }
        }

        return timings;
    }

    /// <summary>Replaces the file of that name, if there is one, once all is written.</summary>
    public void Save(string path) => ReplacedFile.Write(path, stream =>
    {
        Write(stream, Header, JournalJsonContext.Default.TimingsHeader);
        foreach (TaskTiming timing in _all)
        {
            Write(stream, timing, JournalJsonContext.Default.TaskTiming);
        }
    });

    internal void Add(TaskTiming timing)
    {
        lock (_gate)
        {
            _all.Add(timing);
            _byStint = null;
        }
    }

    private void ReadLine(string line, int number)
    {
        if (number > 1)
        {
            Add(JsonSerializer.Deserialize(line, JournalJsonContext.Default.TaskTiming));
        }
        else if (JsonSerializer.Deserialize(line, JournalJsonContext.Default.TimingsHeader) != Header)
        {
            throw new JsonException("It is not the header of timings.");
        }
    }

    private static void Write<T>(Stream stream, T value, JsonTypeInfo<T> type)
    {
        JsonSerializer.Serialize(stream, value, type);
        stream.WriteByte((byte)'\n');
    }
}

/// <summary>The real time of one stint of a body.</summary>
/// <param name="Task">Its task id.</param>
/// <param name="MapIndex">-1 when the task is not mapped.</param>
/// <param name="Try">1 for the first.</param>
/// <param name="Stint">0 for the first of the try.</param>
/// <param name="StartMicroseconds">When it began, counted from the run's first moment.</param>
/// <param name="DurationMicroseconds">How long it took.</param>
public readonly record struct TaskTiming(string Task, int MapIndex, int Try, int Stint, long StartMicroseconds, long DurationMicroseconds)
{
    public TimeSpan Start => TimeSpan.FromMicroseconds(StartMicroseconds);

    public TimeSpan Duration => TimeSpan.FromMicroseconds(DurationMicroseconds);
}

internal sealed record TimingsHeader(int Timings, string Format);
