using Windtunnel.Airflow.Protocol;

namespace Windtunnel.Airflow;

/// <summary>Asset events as a body sees them. What an event by hand or over REST does not have is empty.</summary>
internal static class AssetEventReading
{
    public static AssetEvent Of(AssetEventDagRunReference consumed) => new()
    {
        Asset = new(consumed.Asset.Name, consumed.Asset.Uri),
        At = consumed.Timestamp,
        ExtraJson = Text(consumed.Extra),
        PartitionKey = consumed.PartitionKey,
        SourceDagId = consumed.SourceDagId ?? "",
        SourceRunId = consumed.SourceRunId ?? "",
        SourceTaskId = consumed.SourceTaskId ?? "",
        SourceMapIndex = (int)(consumed.SourceMapIndex ?? -1),
    };

    public static AssetEvent Of(AssetEventResponse past) => new()
    {
        Asset = new(past.Asset.Name, past.Asset.Uri),
        At = past.Timestamp,
        ExtraJson = Text(past.Extra),
        PartitionKey = past.PartitionKey,
        SourceDagId = past.SourceDagId ?? "",
        SourceRunId = past.SourceRunId ?? "",
        SourceTaskId = past.SourceTaskId ?? "",
        SourceMapIndex = (int)(past.SourceMapIndex ?? -1),
    };

    private static string? Text(JsonText extra) => extra.IsMissingOrNull ? null : extra.ToString();
}
