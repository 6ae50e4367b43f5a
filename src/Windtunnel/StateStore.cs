using System.Text.Json;

namespace Windtunnel;

/// <summary>Values by key that outlive the try which wrote them: of a task instance, for its later tries in the same run; or of an asset,
/// for every task.</summary>
public readonly struct StateStore
{
    private readonly TaskContext _context;
    private readonly KeptValues _values;

    internal StateStore(TaskContext context, KeptValues values) => (_context, _values) = (context, values);

    /// <summary>Null (the type's default for a value type) when there is none.</summary>
    public T? Get<T>(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return _values.Read(key) is { } value ? value.As<T>(_context) : default;
    }

    /// <summary>Creates or replaces it.</summary>
    /// <param name="key">Any text that is not empty.</param>
    /// <param name="value">Not null: delete the key instead.</param>
    /// <param name="keep">How long; null: for ever. What is kept for an asset does not expire.</param>
    /// <exception cref="NotSupportedException">A time is given for a value of an asset.</exception>
    public void Set<T>(string key, T value, TimeSpan? keep = null)
        where T : notnull
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentNullException.ThrowIfNull(value);
        _values.Write(key, new(JsonSerializer.SerializeToUtf8Bytes(value, _context.Host.Json.GetTypeInfo(typeof(T)))), keep);
    }

    /// <summary>Does nothing when there is no such key.</summary>
    public void Delete(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        _values.Delete(key);
    }

    /// <summary>Deletes every key.</summary>
    public void Clear() => _values.Clear();
}
