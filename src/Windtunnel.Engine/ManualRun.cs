using Windtunnel.Schedules;
using System.Text.Json;

namespace Windtunnel.Engine;

/// <summary>Makes a manual run from a request. §13.5.</summary>
internal static class ManualRun
{
    public static RunInfo Info(Dag dag, RunRequest request)
    {
        DateTimeOffset date = request.LogicalDate ?? request.StartingAt;
        DateTimeOffset after = request.StartingAt;
        JsonElement conf = request.Conf is null ? default : JsonDocument.Parse(request.Conf).RootElement;
        return new()
        {
            DagId = dag.Id,
            RunId = RunIds.Of(RunType.Manual, after),
            Type = RunType.Manual,
            LogicalDate = date,
            DataInterval = dag.Schedule?.ManualInterval(date, dag.TimeZone) ?? DataInterval.At(date),
            RunAfter = after,
            Conf = conf,
            Params = RunParams.Of(dag, conf),
        };
    }

    public static RunCreated Created(Dag dag, RunInfo info, RunRequest request) => new()
    {
        At = request.StartingAt,
        DagId = dag.Id,
        RunId = info.RunId,
        Type = info.Type,
        LogicalDate = info.LogicalDate,
        Interval = info.DataInterval,
        RunAfter = info.RunAfter,
        Seed = request.Seed,
        Target = "embedded",
        Conf = request.Conf,
        Params = info.Params.ToJson(),
        Dag = dag.Outline(),
    };
}
