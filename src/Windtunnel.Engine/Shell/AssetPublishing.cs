using System.Collections.Immutable;

namespace Windtunnel.Engine;

/// <summary>Publishes the asset events of an attempt that succeeded. §15.1.</summary>
internal static class AssetPublishing
{
    public static void Publish(Scheduler core, AttemptStint stint)
    {
        TaskSpec spec = stint.Row.Task.Spec;
        IReadOnlyList<AssetAnnouncement> announced = stint.Host.Announced;
        foreach (Asset outlet in spec.Outlets)
        {
            AssetAnnouncement[] own = [.. announced.Where(said => said.Through is null && said.Asset == outlet)];
            foreach (AssetAnnouncement said in own.Length > 0 ? own : [new(outlet, null, null, null)])
            {
                Emit(core, stint.Row, said, []);
            }
        }

        foreach (var same in announced.Where(said => said.Through is not null)
            .GroupBy(said => (said.Asset, said.ExtraJson, said.PartitionKey)))
        {
            Emit(core, stint.Row, same.First(), [.. same.Select(said => said.Through!).Distinct()]);
        }
    }

    private static void Emit(Scheduler core, Row row, AssetAnnouncement said, ImmutableArray<AssetAlias> aliases)
    {
        RunCore run = row.Run;
        string? partition = said.PartitionKey ?? run.Info.PartitionKey;
        run.Journal.Append(new AssetEventEmitted
        {
            At = run.Now,
            Task = row.Task.Id,
            MapIndex = row.MapIndex,
            Try = row.Try,
            Name = said.Asset.Name,
            Uri = said.Asset.Uri,
            Extra = said.ExtraJson,
            PartitionKey = partition,
        });
        core.Publish(new()
        {
            Asset = said.Asset,
            At = run.Now,
            ExtraJson = said.ExtraJson,
            PartitionKey = partition,
            SourceDagId = run.Info.DagId,
            SourceRunId = run.Info.RunId,
            SourceTaskId = row.Task.Id,
            SourceMapIndex = row.MapIndex,
            Aliases = aliases,
        });
    }
}
