using System.Text.Json;

namespace Windtunnel;

/// <summary>The values of a run's params.</summary>
public sealed class ParamValues
{
    private readonly IReadOnlyDictionary<string, JsonElement> _values;

    internal ParamValues(IReadOnlyDictionary<string, JsonElement> values) => _values = values;

    internal static ParamValues Empty { get; } = new(new Dictionary<string, JsonElement>());

    internal static JsonElement Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    public IEnumerable<string> Names => _values.Keys;

    /// <exception cref="KeyNotFoundException">The run has no such param.</exception>
    public JsonElement this[string name] => _values.TryGetValue(name, out JsonElement value)
        ? value
        : throw new KeyNotFoundException($"The run has no param '{name}'. It has: {string.Join(", ", _values.Keys)}.");

    /// <summary>Null when the param is null or not text.</summary>
    public string? Text(string name) => this[name].ValueKind == JsonValueKind.String ? this[name].GetString() : null;

    /// <exception cref="InvalidOperationException">The value is not a number.</exception>
    /// <exception cref="FormatException">The value is not a whole number.</exception>
    public long Integer(string name) => this[name].GetInt64();

    /// <exception cref="InvalidOperationException">The value is not a number.</exception>
    public double Number(string name) => this[name].GetDouble();

    /// <exception cref="InvalidOperationException">The value is neither true nor false.</exception>
    public bool Flag(string name) => this[name].GetBoolean();

    /// <summary>One JSON object; null when there are no params.</summary>
    internal string? ToJson() => _values.Count == 0
        ? null
        : $"{{{string.Join(',', _values.Select(value => $"\"{JsonEncodedText.Encode(value.Key)}\":{value.Value.GetRawText()}"))}}}";
}

/// <summary>XComs beside results, which are read by wiring tasks together.</summary>
public readonly struct XComs
{
    private readonly TaskContext _context;

    internal XComs(TaskContext context) => _context = context;

    /// <summary>Writes under a key of its own; the last write of a key counts.</summary>
    /// <exception cref="ArgumentException">The key is empty.</exception>
    public void Push<T>(string key, T value)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        _context.Host.Push(key, new XComValue(JsonSerializer.SerializeToUtf8Bytes(value, _context.Host.Json.GetTypeInfo(typeof(T)))));
    }

    /// <summary>What one instance of a task wrote; null (the type's default for a value type) when it wrote nothing under the
    /// key.</summary>
    /// <param name="taskId">The full task id.</param>
    /// <param name="key">The key.</param>
    /// <param name="mapIndex">-1 for a task that is not mapped.</param>
    public T? Pull<T>(string taskId, string key = "return_value", int mapIndex = -1) =>
        _context.Host.Pull(taskId, mapIndex, key) is { IsNull: false } value ? value.As<T>(_context) : default;

    /// <summary>What all instances of a task wrote, by map index; instances that wrote nothing leave no gap.</summary>
    public IReadOnlyList<T> PullAll<T>(string taskId, string key = "return_value")
    {
        TaskContext reader = _context;
        return [.. _context.Host.PullAll(taskId, key).Select(value => value.As<T>(reader))];
    }

    /// <summary>The same, each read when it is looked at: for many, or large ones, of which not all are needed.</summary>
    public IReadOnlyList<T> PullEach<T>(string taskId, string key = "return_value")
    {
        TaskContext reader = _context;
        return new LazyList<T>(reader.Host.PullCount(taskId, key), index => reader.Host.PullAt(taskId, key, index) is { } value
            ? value.As<T>(reader)
            : throw new XComMissingException(
                $"The XCom '{key}' of '{taskId}' at position {index} was deleted while '{reader.TaskId}' ran."));
    }
}

/// <summary>Airflow variables: text by key, shared by all DAGs.</summary>
public readonly struct Variables
{
    private readonly TaskContext _context;

    internal Variables(TaskContext context) => _context = context;

    /// <exception cref="KeyNotFoundException">There is no such variable.</exception>
    public string this[string key] => _context.Host.Variable(key)
        ?? throw new KeyNotFoundException($"Task '{_context.TaskId}' reads the variable '{key}', which does not exist. Create it, "
            + "or give it to the test.");

    /// <summary>Null when there is no such variable.</summary>
    public string? Find(string key) => _context.Host.Variable(key);

    /// <summary>Creates or replaces it.</summary>
    public void Set(string key, string value) => _context.Host.SetVariable(key, value);

    /// <summary>Does nothing when there is no such variable.</summary>
    public void Delete(string key) => _context.Host.DeleteVariable(key);
}

/// <summary>Airflow connections by id.</summary>
public readonly struct Connections
{
    private readonly TaskContext _context;

    internal Connections(TaskContext context) => _context = context;

    /// <exception cref="KeyNotFoundException">There is no such connection.</exception>
    /// <exception cref="IOException">A test has the system away at this moment.</exception>
    public Connection this[string id]
    {
        get
        {
            Connection connection = _context.Host.Connection(id)
                ?? throw new KeyNotFoundException($"Task '{_context.TaskId}' uses the connection '{id}', which is not defined. Define it, "
                    + "or bind it in the test.");
            connection.Guard?.Invoke();
            connection.Asked?.Invoke(_context);
            return connection with { Context = _context };
        }
    }
}

/// <summary>Asset changes, in and out.</summary>
public readonly struct AssetEvents
{
    private readonly TaskContext _context;

    internal AssetEvents(TaskContext context) => _context = context;

    /// <summary>The events that triggered this run, oldest first; empty when assets did not trigger it.</summary>
    public IReadOnlyList<AssetEvent> Triggering => _context.Host.TriggeringEvents;

    /// <summary>The events of one of the task's inlets so far, oldest first.</summary>
    public IReadOnlyList<AssetEvent> Of(Asset inlet) => _context.Host.EventsOf(inlet);

    /// <summary>What tasks keep for an asset, e.g. how far it was read. Airflow's asset state store.</summary>
    public StateStore State(Asset asset)
    {
        ArgumentNullException.ThrowIfNull(asset);
        return new(_context, _context.Host.StateOf(asset));
    }

    /// <summary>Adds an extra to the event of one of the task's outlets; it is published when the task succeeds. Said again for the same
    /// partition, the last extra counts.</summary>
    /// <exception cref="ArgumentException">The extra is no JSON object.</exception>
    public void Announce(Asset outlet, string? extraJson = null, string? partitionKey = null) =>
        _context.Host.Announce(outlet, null, Checked(extraJson), partitionKey);

    /// <summary>Announces an asset through one of the task's outlet aliases; it is published when the task succeeds.</summary>
    /// <exception cref="ArgumentException">The extra is no JSON object.</exception>
    public void Announce(AssetAlias alias, Asset asset, string? extraJson = null, string? partitionKey = null) =>
        _context.Host.Announce(asset, alias, Checked(extraJson), partitionKey);

    /// <summary>Airflow takes anything, and then cannot start the runs that the event triggers.</summary>
    private static string? Checked(string? extraJson)
    {
        if (extraJson is not null)
        {
            _ = JsonObjectText.Parse(extraJson, "extra of an asset event");
        }

        return extraJson;
    }
}
