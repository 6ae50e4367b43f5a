using System.Text.Json.Serialization;

namespace Windtunnel.Airflow.Rest;

/// <summary>Fields that are not known here are passed over; the API refuses those that it does not know, so nulls are not sent.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Login))]
[JsonSerializable(typeof(Granted))]
[JsonSerializable(typeof(VersionRow))]
[JsonSerializable(typeof(HealthRow))]
[JsonSerializable(typeof(DagPage))]
[JsonSerializable(typeof(DagPause))]
[JsonSerializable(typeof(TaskPage))]
[JsonSerializable(typeof(DagVersionPage))]
[JsonSerializable(typeof(RunPage))]
[JsonSerializable(typeof(RunOrder))]
[JsonSerializable(typeof(RunPatch))]
[JsonSerializable(typeof(RunClearing))]
[JsonSerializable(typeof(RunLook))]
[JsonSerializable(typeof(InstancePage))]
[JsonSerializable(typeof(TaskClearing))]
[JsonSerializable(typeof(Dependencies))]
[JsonSerializable(typeof(XComPage))]
[JsonSerializable(typeof(LogPage))]
[JsonSerializable(typeof(QuestionPage))]
[JsonSerializable(typeof(AnswerBody))]
[JsonSerializable(typeof(ConnectionPage))]
[JsonSerializable(typeof(VariablePage))]
[JsonSerializable(typeof(PoolPage))]
[JsonSerializable(typeof(AssetPage))]
[JsonSerializable(typeof(AssetEventPage))]
[JsonSerializable(typeof(AssetAnnouncement))]
[JsonSerializable(typeof(BackfillPage))]
[JsonSerializable(typeof(BackfillOrder))]
[JsonSerializable(typeof(ImportErrorPage))]
[JsonSerializable(typeof(EventLogPage))]
[JsonSerializable(typeof(ConfigRow))]
[JsonSerializable(typeof(DagSourceRow))]
internal sealed partial class RestJson : JsonSerializerContext;
