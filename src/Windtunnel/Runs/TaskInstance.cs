using System.Text;
using System.Text.Json;

namespace Windtunnel;

/// <summary>A task in a run; of a mapped task, one for each map index. Immutable once its run is derived.</summary>
public sealed partial class TaskInstance
{
    private static readonly JsonSerializerOptions Json = XComJson.OptionsFor(null);

    internal TaskInstance(Run run, TaskOutline outline, int mapIndex)
    {
        Run = run;
        Outline = outline;
        MapIndex = mapIndex;
        MaxTries = outline.Retries;
    }

    /// <summary>The run it belongs to.</summary>
    public Run Run { get; }

    public string TaskId => Outline.Id;

    /// <summary>-1 when the task is not mapped, or is mapped and was never expanded.</summary>
    public int MapIndex { get; }

    /// <summary>The task as it was authored.</summary>
    public TaskOutline Outline { get; internal set; }

    public TaskState State { get; private set; }

    /// <summary>Airflow's try_number: 0 when it was never scheduled.</summary>
    public int TryNumber { get; private set; }

    /// <summary>Airflow's max_tries: the retries it has; raised when it was cleared.</summary>
    public int MaxTries { get; private set; }

    /// <summary>When the body began in the latest try; null when it did not run.</summary>
    public DateTimeOffset? Start { get; private set; }

    /// <summary>When it reached its finished state; null while it has none.</summary>
    public DateTimeOffset? End { get; private set; }

    /// <summary>All tries that began, the first first, those before a clear included.</summary>
    public IReadOnlyList<TaskAttempt> Attempts => _attempts ?? (IReadOnlyList<TaskAttempt>)[];

    /// <summary>What it left for later tasks: JSON text by key.</summary>
    public IReadOnlyDictionary<string, string> XComs => _xcoms ?? Empty<string>.Values;

    /// <summary>What its latest try counted, by name.</summary>
    public IReadOnlyDictionary<string, long> Counts => _counts ?? Empty<long>.Values;

    /// <summary>The name that its body gave it last; null: none.</summary>
    public string? Label { get; private set; }

    /// <summary>The lines of all its tries, in order.</summary>
    public IReadOnlyList<TaskLogged> Logs => _logs ?? (IReadOnlyList<TaskLogged>)[];

    /// <summary>The callbacks that were called for it, in order.</summary>
    public IReadOnlyList<CallbackRan> Callbacks => _callbacks ?? (IReadOnlyList<CallbackRan>)[];

    /// <summary>The ids of the connections that its tries asked for, each once, in the order of the first use.</summary>
    public IReadOnlyList<string> Connections => _connections ?? (IReadOnlyList<string>)[];

    /// <summary>Why it got its state without running, or what it waits for; null when it ran.</summary>
    public Cause? Cause { get; private set; }

    /// <summary>Reads what the body returned.</summary>
    /// <exception cref="XComMissingException">It left no result.</exception>
    /// <exception cref="XComTypeException">The result cannot be read as <typeparamref name="T"/>.</exception>
    public T Result<T>() => XCom<T>("return_value");

    /// <summary>Reads one XCom. Types the runtime has no JSON contract for need reflection, which Native AOT does not have.</summary>
    /// <exception cref="XComMissingException">It left none under that key.</exception>
    /// <exception cref="XComTypeException">The value cannot be read as <typeparamref name="T"/>.</exception>
    public T XCom<T>(string key)
    {
        if (!XComs.TryGetValue(key, out string? text))
        {
            throw XComMissingException.For(this, key);
        }

        return new XComValue(Encoding.UTF8.GetBytes(text)).As<T>(Json);
    }

    /// <summary>The task id, with the map index where there is one: <c>price[3]</c>.</summary>
    public override string ToString() => MapIndex < 0 ? TaskId : $"{TaskId}[{MapIndex}]";

    private static class Empty<T>
    {
        public static readonly IReadOnlyDictionary<string, T> Values = new Dictionary<string, T>();
    }
}
