using System.Security.Cryptography;
using System.Text;
using Windtunnel.Airflow.Protocol;
using Windtunnel.Engine;
using WireInstance = Windtunnel.Airflow.Protocol.TaskInstance;

namespace Windtunnel.Testing.Supervisor;

/// <summary>What a process is told about the task instance that it runs for.</summary>
internal static class FirstFrame
{
    private const string ResumeMethod = "resume";
    private const string FailMethod = "__fail__";

    public static StartupDetails Of(AttemptStint stint)
    {
        Row row = stint.Row;
        RunInfo run = row.Run.Info;
        (string? method, JsonText arguments) = Resumption(row.Parking?.ResumedWith);
        return new()
        {
            Ti = new WireInstance
            {
                Id = IdOf(row),
                TaskId = row.Task.Id,
                DagId = run.DagId,
                RunId = run.RunId,
                TryNumber = row.Try,
                DagVersionId = Id(run.DagId),
                MapIndex = row.MapIndex,
                Queue = row.Task.Spec.Queue ?? new Airflow.StubOptions().Queue,
            },
            DagRelPath = $"{run.DagId}.py",
            BundleInfo = new() { Name = "windtunnel" },
            StartDate = row.Run.Now,
            SentryIntegration = "",
            TiContext = new()
            {
                DagRun = RunOf(row.Run),
                TaskRescheduleCount = row.Parking?.FirstReschedule is null ? 0 : 1,
                MaxTries = row.MaxTries,
                NextMethod = method,
                NextKwargs = arguments,
                ShouldRetry = row.MaxTries != 0 && row.Try <= row.MaxTries,
                StartDate = method is null ? null : row.Start,
            },
        };
    }

    /// <summary>The same for all stints of a try, another for each try, as Airflow has it.</summary>
    private static Guid IdOf(Row row) => Id($"{row.Run.Info.DagId}\n{row.Run.Info.RunId}\n{row.Task.Id}\n{row.MapIndex}\n{row.Try}");

    private static Guid Id(string text) => new(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));

    private static DagRun RunOf(RunCore run) => new()
    {
        DagId = run.Info.DagId,
        RunId = run.Info.RunId,
        LogicalDate = run.Info.LogicalDate,
        DataIntervalStart = run.Info.DataInterval?.Start,
        DataIntervalEnd = run.Info.DataInterval?.End,
        RunAfter = run.Info.RunAfter,
        StartDate = run.Start,
        EndDate = null,
        RunType = NameOf(run.Info.Type),
        State = "running",
        Conf = JsonText.Of(run.Info.Conf),
        ConsumedAssetEvents = [.. run.TriggeringEvents.Select(Consumed)],
        PartitionKey = run.Info.PartitionKey,
    };

    private static string NameOf(RunType type) => type switch
    {
        RunType.Scheduled => "scheduled",
        RunType.Backfill => "backfill",
        RunType.OperatorTriggered => "operator_triggered",
        RunType.AssetTriggered => "asset_triggered",
        RunType.AssetMaterialization => "asset_materialization",
        _ => "manual",
    };

    private static AssetEventDagRunReference Consumed(AssetEvent happened) => new()
    {
        Asset = new()
        {
            Name = happened.Asset.Name,
            Uri = happened.Asset.Uri,
            Extra = JsonText.Of(happened.Asset.Extra?.ToJsonString() ?? "{}"),
        },
        Extra = JsonText.Of(happened.ExtraJson ?? "null"),
        SourceTaskId = happened.SourceTaskId,
        SourceDagId = happened.SourceDagId,
        SourceRunId = happened.SourceRunId,
        SourceMapIndex = happened.SourceTaskId is null ? null : happened.SourceMapIndex,
        SourceAliases = [.. happened.Aliases.Select(alias => new AssetAliasReferenceAssetEventDagRun { Name = alias.Name })],
        Timestamp = happened.At,
        PartitionKey = happened.PartitionKey,
    };

    private static (string? Method, JsonText Arguments) Resumption(object? resumedWith) => resumedWith switch
    {
        null => (null, default),
        TriggerEvent happened => (ResumeMethod, JsonText.Of($$"""{"event":{{PayloadOf(happened)}}}""")),
        HumanAnswer answer => (ResumeMethod, JsonText.Of($$"""{"event":{{AnswerOf(answer)}}}""")),
        Exception failure => (FailMethod, JsonText.Of($$"""{"error":{{ParamValue.Of(failure.Message).Json}}}""")),
        var other => throw new InvalidOperationException($"A task cannot be resumed with a {other.GetType().Name}."),
    };

    private static string PayloadOf(TriggerEvent happened) =>
        happened.Payload.ValueKind == System.Text.Json.JsonValueKind.Undefined ? "null" : happened.Payload.GetRawText();

    private static string AnswerOf(HumanAnswer answer)
    {
        string options = string.Join(',', answer.ChosenOptions.Select(option => ParamValue.Of(option).Json));
        string given = answer.ParamsInput.ValueKind == System.Text.Json.JsonValueKind.Undefined ? "{}" : answer.ParamsInput.GetRawText();
        string name = ParamValue.Of(answer.RespondedBy).Json;
        string user = answer.RespondedBy is null ? "null" : $$"""{"id":{{name}},"name":{{name}}}""";
        return $$"""
            {"chosen_options":[{{options}}],"params_input":{{given}},"responded_at":"{{WireTime.Format(answer.RespondedAt)}}",
            "responded_by_user":{{user}},"timedout":{{(answer.RespondedBy is null ? "true" : "false")}}}
            """;
    }
}
