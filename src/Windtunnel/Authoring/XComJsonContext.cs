using System.Text.Json;
using System.Text.Json.Serialization;

namespace Windtunnel;

/// <summary>The types that need no context of the author's.</summary>
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(double))]
[JsonSerializable(typeof(decimal))]
[JsonSerializable(typeof(DateTimeOffset))]
[JsonSerializable(typeof(DateOnly))]
[JsonSerializable(typeof(TimeSpan))]
[JsonSerializable(typeof(Guid))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(int[]))]
[JsonSerializable(typeof(long[]))]
[JsonSerializable(typeof(double[]))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(HumanAnswer))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class XComJsonContext : JsonSerializerContext;
