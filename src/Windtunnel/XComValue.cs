using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Windtunnel;

/// <summary>A value handed from task to task, as JSON. Immutable; safe to read from several threads.</summary>
public sealed class XComValue
{
    private readonly byte[] _utf8;
    private JsonElement[]? _elements;
    private JsonProperty[]? _entries;

    internal XComValue(byte[] utf8Json) => _utf8 = utf8Json;

    /// <summary>The JSON text in UTF-8.</summary>
    public ReadOnlyMemory<byte> Utf8Json => _utf8;

    /// <summary>The text itself, which must not be changed.</summary>
    internal byte[] Utf8 => _utf8;

    /// <summary>True for JSON null.</summary>
    public bool IsNull => _utf8.AsSpan().SequenceEqual("null"u8);

    /// <summary>The number of elements of a list or of entries of an object; null for anything else.</summary>
    internal int? Length => _utf8[0] switch
    {
        (byte)'[' => Elements.Length,
        (byte)'{' => Entries.Length,
        _ => null,
    };

    private JsonElement[] Elements => _elements ??= [.. JsonDocument.Parse(_utf8).RootElement.EnumerateArray()];

    private JsonProperty[] Entries => _entries ??= [.. JsonDocument.Parse(_utf8).RootElement.EnumerateObject()];

    /// <summary>The JSON text.</summary>
    public override string ToString() => Encoding.UTF8.GetString(_utf8);

    /// <summary>The value as a <see cref="JsonElement"/>.</summary>
    public JsonElement ToJsonElement() => JsonDocument.Parse(_utf8).RootElement;

    internal T As<T>(TaskContext context) => As<T>(context.Host.Json);

    internal T As<T>(JsonSerializerOptions json) => Read(json, typeof(T), type => (T?)JsonSerializer.Deserialize(_utf8, type));

    internal T Element<T>(int index, TaskContext context) =>
        Read(context.Host.Json, typeof(T), type => _utf8[0] == (byte)'{' ? default : (T?)Elements[index].Deserialize(type));

    internal KeyValuePair<string, T> Entry<T>(int index, TaskContext context) =>
        new(Entries[index].Name, Read(context.Host.Json, typeof(T), type => (T?)Entries[index].Value.Deserialize(type)));

    private T Read<T>(JsonSerializerOptions json, Type type, Func<JsonTypeInfo, T?> read)
    {
        try
        {
            return read(json.GetTypeInfo(type))!;
        }
        catch (JsonException e)
        {
            throw new XComTypeException($"The value {Shorten()} cannot be read as {type.Name}: {e.Message}", e);
        }
    }

    private string Shorten() => _utf8.Length <= 80 ? ToString() : string.Concat(Encoding.UTF8.GetString(_utf8.AsSpan(0, 77)), "...");
}

/// <summary>An XCom holds something else than the reader expects.</summary>
public sealed class XComTypeException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A task's result is needed and there is none.</summary>
public sealed class XComMissingException : Exception
{
    internal XComMissingException(string message)
        : base(message)
    {
    }

    internal static XComMissingException For(TaskRef source, TaskContext context) => new(
        $"Task '{context.TaskId}' reads the result of '{source.Id}', which left none (it was skipped, failed, or returned null). "
        + $"Wire it as {source.Id}.Or(fallback) or .OrDefault() if that may happen.");

    internal static XComMissingException For(TaskInstance instance, string key) => new(
        $"'{instance}' left no XCom '{key}': it is {instance.State.ToAirflow()}. "
        + (instance.XComs.Count == 0 ? "It left none at all." : $"It left: {string.Join(", ", instance.XComs.Keys)}."));

    internal static XComMissingException ForElement(TaskRef source, int index, int length) => new(
        $"Map index {index} reads element {index} of the result of '{source.Id}', which has {length}. "
        + $"Rerun '{source.Id}' together with its mapped tasks.");
}
