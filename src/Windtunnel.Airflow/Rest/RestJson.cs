using System.Text.Json.Serialization;

namespace Windtunnel.Airflow.Rest;

/// <summary>What calls send. The API refuses fields that it does not know, so nulls are not sent. Answers are read by
/// <see cref="JsonRow"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DagPause))]
[JsonSerializable(typeof(RunOrder))]
[JsonSerializable(typeof(RunPatch))]
[JsonSerializable(typeof(RunClearing))]
[JsonSerializable(typeof(TaskClearing))]
[JsonSerializable(typeof(AnswerBody))]
[JsonSerializable(typeof(ConnectionRow))]
[JsonSerializable(typeof(VariableRow))]
[JsonSerializable(typeof(PoolRow))]
[JsonSerializable(typeof(AssetAnnouncement))]
[JsonSerializable(typeof(BackfillOrder))]
internal sealed partial class RestJson : JsonSerializerContext;
