namespace Windtunnel.Engine;

/// <summary>Publishes the asset events of an attempt that succeeded. §15.1.</summary>
internal static class AssetPublishing
{
    public static void Publish(Scheduler core, AttemptStint stint)
    {
        Row row = stint.Row;
        foreach (AssetChange change in AssetChange.Of(row.Task.Spec, stint.Host.Announced, row.Run.Info.PartitionKey))
        {
            Emit(core, row, change);
        }
    }

    private static void Emit(Scheduler core, Row row, AssetChange change)
    {
        RunCore run = row.Run;
        run.Journal.Append(new AssetEventEmitted
        {
            At = run.Now,
            Task = row.Task.Id,
            MapIndex = row.MapIndex,
            Try = row.Try,
            Name = change.Asset.Name,
            Uri = change.Asset.Uri,
            Extra = change.ExtraJson,
            PartitionKey = change.PartitionKey,
        });
        core.Publish(new()
        {
            Asset = change.Asset,
            At = run.Now,
            ExtraJson = change.ExtraJson,
            PartitionKey = change.PartitionKey,
            SourceDagId = run.Info.DagId,
            SourceRunId = run.Info.RunId,
            SourceTaskId = row.Task.Id,
            SourceMapIndex = row.MapIndex,
            Aliases = change.Aliases,
        });
    }
}
