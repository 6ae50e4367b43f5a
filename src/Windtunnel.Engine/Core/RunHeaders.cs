using System.Text.Json;

namespace Windtunnel.Engine;

/// <summary>Writes a journal's first entry.</summary>
internal static class RunHeaders
{
    public static RunCreated Created(
        DagOutline dag, RunInfo info, DateTimeOffset now, ulong? seed, string? order, string target = "embedded") => new()
        {
            At = now,
            DagId = info.DagId,
            RunId = info.RunId,
            Type = info.Type,
            LogicalDate = info.LogicalDate,
            Interval = info.DataInterval,
            RunAfter = info.RunAfter,
            Seed = seed,
            Order = order,
            Target = target,
            Conf = info.Conf.ValueKind == JsonValueKind.Undefined ? null : info.Conf.GetRawText(),
            Params = info.Params.ToJson(),
            PartitionKey = info.PartitionKey,
            Dag = dag,
        };
}
