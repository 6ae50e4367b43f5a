using System.Text.Json;
using System.Text.Json.Serialization;

namespace Windtunnel;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    RespectNullableAnnotations = true,
    Converters =
    [
        typeof(UtcInstantConverter), typeof(SnakeCase<TaskState>), typeof(SnakeCase<RunState>), typeof(SnakeCase<RunType>),
        typeof(SnakeCase<TriggerRule>), typeof(SnakeCase<CauseKind>),
    ])]
[JsonSerializable(typeof(JournalEntry))]
[JsonSerializable(typeof(TimingsHeader))]
[JsonSerializable(typeof(TaskTiming))]
internal sealed partial class JournalJsonContext : JsonSerializerContext;

/// <summary>Airflow's spelling: <c>up_for_retry</c>.</summary>
internal sealed class SnakeCase<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where TEnum : struct, Enum;

/// <summary>An instant in UTC with as few fractional digits as it needs: <c>2026-01-01T03:00:00.25Z</c>.</summary>
internal sealed class UtcInstantConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset().ToUniversalTime();

    // A UTC DateTime is written with a Z and without trailing zeros, and without a string in between.
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime);
}
