namespace Windtunnel.Engine;

/// <summary>Publishes the asset events of an attempt that succeeded. §15.1.</summary>
internal static class AssetPublishing
{
    public static void Publish(AttemptStint stint)
    {
        TaskSpec spec = stint.Row.Task.Spec;
        IReadOnlyList<AssetAnnouncement> announced = stint.Host.Announced;
        foreach (Asset outlet in spec.Outlets)
        {
            AssetAnnouncement[] own = [.. announced.Where(said => said.Through is null && said.Asset == outlet)];
            foreach (AssetAnnouncement said in own.Length > 0 ? own : [new(outlet, null, null, null)])
            {
                Emit(stint.Row, said);
            }
        }

        foreach (AssetAnnouncement said in announced.Where(said => said.Through is not null).DistinctBy(said => (said.Asset, said.ExtraJson)))
        {
            Emit(stint.Row, said);
        }
    }

    private static void Emit(Row row, AssetAnnouncement said) => row.Run.Journal.Append(new AssetEventEmitted
    {
        At = row.Run.Now,
        Task = row.Task.Id,
        MapIndex = row.MapIndex,
        Try = row.Try,
        Name = said.Asset.Name,
        Uri = said.Asset.Uri,
        Extra = said.ExtraJson,
        PartitionKey = said.PartitionKey ?? row.Run.Info.PartitionKey,
    });
}
