using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Windtunnel.Testing.Cloud.Sqs;

/// <summary>The attributes of a message, and the MD5 over them that clients check.</summary>
internal static partial class SqsMessageAttributes
{
    private const int Most = 10;

    public static ImmutableSortedDictionary<string, SqsAttributeValue> Parse(JsonObject input, string parameter)
    {
        if (input[parameter] is not JsonObject given)
            return ImmutableSortedDictionary.Create<string, SqsAttributeValue>(StringComparer.Ordinal);
        if (given.Count > Most)
            throw SqsErrors.InvalidParameter($"Number of message attributes [{given.Count}] exceeds the allowed maximum [{Most}].");
        return given.ToImmutableSortedDictionary(pair => pair.Key, pair =>
            Value(pair.Key, pair.Value as JsonObject), StringComparer.Ordinal);
    }

    public static JsonObject Write(ImmutableSortedDictionary<string, SqsAttributeValue> attributes)
    {
        JsonObject written = [];
        foreach ((string name, SqsAttributeValue value) in attributes)
        {
            JsonObject one = new() { ["DataType"] = value.DataType };
            if (value.Text is not null)
                one["StringValue"] = value.Text;
            else
                one["BinaryValue"] = Convert.ToBase64String(value.Bytes!);
            written[name] = one;
        }

        return written;
    }

    /// <summary>Those that a receive asks for: <c>All</c>, <c>.*</c>, a name, or <c>prefix.*</c>.</summary>
    public static ImmutableSortedDictionary<string, SqsAttributeValue> Chosen(
        ImmutableSortedDictionary<string, SqsAttributeValue> all, IReadOnlyList<string> names) =>
            all.RemoveRange(all.Keys.Where(key => !names.Any(name =>
            name is "All" or ".*" || name == key
                || (name.EndsWith(".*", StringComparison.Ordinal) && key.StartsWith(name[..^1], StringComparison.Ordinal)))));

    public static string Md5(ImmutableSortedDictionary<string, SqsAttributeValue> attributes)
    {
        using MemoryStream input = new();
        foreach ((string name, SqsAttributeValue value) in attributes)
        {
            Append(input, Encoding.UTF8.GetBytes(name));
            Append(input, Encoding.UTF8.GetBytes(value.DataType));
            input.WriteByte((byte)(value.Text is null ? 2 : 1));
            Append(input, value.Bytes ?? Encoding.UTF8.GetBytes(value.Text!));
        }

        return SqsMessages.Md5(input.ToArray());
    }

    public static long Size(ImmutableSortedDictionary<string, SqsAttributeValue> attributes) => attributes.Sum(pair =>
        (long)Encoding.UTF8.GetByteCount(pair.Key) + pair.Value.DataType.Length
            + (pair.Value.Bytes?.Length ?? Encoding.UTF8.GetByteCount(pair.Value.Text!)));

    private static void Append(MemoryStream stream, byte[] bytes)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        stream.Write(length);
        stream.Write(bytes);
    }

    private static SqsAttributeValue Value(string name, JsonObject? given)
    {
        if (!ValidName().IsMatch(name) || name.Contains("..", StringComparison.Ordinal) || ReservedName().IsMatch(name))
            throw SqsErrors.InvalidParameter($"Message (user) attribute name '{name}' is invalid.");
        string type = given is null ? "" : SqsCall.TextOf(given, "DataType") ?? "";
        if (type.Length == 0)
            throw SqsErrors.InvalidParameter($"The message attribute '{name}' must contain a non-empty message attribute type.");
        string? text = SqsCall.TextOf(given!, "StringValue");
        string? binary = SqsCall.TextOf(given!, "BinaryValue");
        return type.Split('.')[0] switch
        {
            "String" or "Number" when string.IsNullOrEmpty(text) => throw Empty(name, type, "String"),
            "Number" when !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) =>
                throw SqsErrors.InvalidParameter($"Can't cast the value of message (user) attribute '{name}' to a number."),
            "String" or "Number" => new(type, text, null),
            "Binary" => new(type, null, Bytes(binary) ?? throw Empty(name, type, "Binary")),
            _ => throw SqsErrors.InvalidParameter(
                $"The message attribute '{name}' has an invalid message attribute type, the set of supported type prefixes is Binary, "
                + "Number, and String."),
        };
    }

    private static CloudError Empty(string name, string type, string field) =>
        SqsErrors.InvalidParameter(
            $"The message attribute '{name}' with type '{type}' must use field '{field}', and its value must not be empty.");

    private static byte[]? Bytes(string? base64)
    {
        byte[] buffer = new byte[base64?.Length ?? 0];
        return !string.IsNullOrEmpty(base64) && Convert.TryFromBase64String(base64, buffer, out int length) ? buffer[..length] : null;
    }

    [GeneratedRegex(@"^(?!\.)[A-Za-z0-9_.-]{1,256}(?<!\.)$")]
    private static partial Regex ValidName();

    [GeneratedRegex(@"^(aws|amazon)\.", RegexOptions.IgnoreCase)]
    private static partial Regex ReservedName();
}
