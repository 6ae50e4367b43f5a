using Windtunnel.Airflow.Protocol;

namespace Windtunnel.Airflow;

/// <summary>Airflow's task state store: kept by run, task and map index, whatever the try.</summary>
internal sealed class TaskStateValues(SupervisorChannel supervisor, Guid instance, TimeProvider time) : KeptValues
{
    public override XComValue? Read(string key) => KeptAnswers.Read(
        () => supervisor.Ask<TaskStateStoreResult>(new GetTaskStateStore { TiId = instance, Key = key }).Value, "TASK_STORE_NOT_FOUND");

    public override void Write(string key, XComValue value, TimeSpan? keep) => supervisor.Ask(new SetTaskStateStore
    {
        TiId = instance,
        Key = key,
        Value = KeptAnswers.Sendable(key, value),
        ExpiresAt = time.GetUtcNow() + keep,
    });

    public override void Delete(string key) => supervisor.Ask(new DeleteTaskStateStore { TiId = instance, Key = key });

    public override void Clear() => supervisor.Ask(new ClearTaskStateStore { TiId = instance });
}

/// <summary>Airflow's asset state store.</summary>
internal sealed class AssetStateValues(SupervisorChannel supervisor, string asset) : KeptValues
{
    public override XComValue? Read(string key) => KeptAnswers.Read(
        () => supervisor.Ask<AssetStateStoreResult>(new GetAssetStateStoreByName { Name = asset, Key = key }).Value,
        "ASSET_STORE_NOT_FOUND");

    public override void Write(string key, XComValue value, TimeSpan? keep)
    {
        if (keep is not null)
        {
            throw new NotSupportedException("What is kept for an asset does not expire. Leave the time out.");
        }

        supervisor.Ask(new SetAssetStateStoreByName { Name = asset, Key = key, Value = KeptAnswers.Sendable(key, value) });
    }

    public override void Delete(string key) => supervisor.Ask(new DeleteAssetStateStoreByName { Name = asset, Key = key });

    public override void Clear() => supervisor.Ask(new ClearAssetStateStoreByName { Name = asset });
}

/// <summary>What both stores share.</summary>
internal static class KeptAnswers
{
    /// <summary>Null when the supervisor says that there is no such key.</summary>
    public static XComValue? Read(Func<JsonText> ask, string absence)
    {
        try
        {
            return ask() is { IsMissingOrNull: false } value ? new(PythonValues.ToPlainJson(value).Utf8) : null;
        }
        catch (SupervisorException e) when (e.Code == absence)
        {
            return null;
        }
    }

    public static JsonText Sendable(string key, XComValue value) => ValueLimits.Check(value.Utf8) is { } problem
        ? throw new XComTypeException($"The value of '{key}' cannot be kept. {problem}")
        : new(value.Utf8);
}
