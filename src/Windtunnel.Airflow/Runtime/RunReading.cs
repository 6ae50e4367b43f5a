using System.Text.Json;
using Windtunnel.Airflow.Protocol;

namespace Windtunnel.Airflow;

/// <summary>The run as its tasks see it, from what the supervisor says and what the DAG declares.</summary>
internal static class RunReading
{
    /// <summary>With the reason why the params in force cannot be used; null when they can.</summary>
    public static (RunInfo Run, Exception? Refused) Of(StartupDetails startup, TaskRef task)
    {
        DagRun run = startup.TiContext.DagRun;
        JsonElement conf = PythonValues.ToPlainJson(run.Conf).ToElement();
        conf = conf.ValueKind == JsonValueKind.Null ? default : conf;
        (ParamValues values, Exception? refused) = Params(task, conf);
        return (
            new()
            {
                DagId = run.DagId,
                RunId = run.RunId,
                Type = TypeOf(run.RunType),
                LogicalDate = run.LogicalDate,
                DataInterval = run is { DataIntervalStart: { } start, DataIntervalEnd: { } end } ? new(start, end) : null,
                RunAfter = run.RunAfter,
                Conf = conf,
                Params = values,
                PartitionKey = run.PartitionKey,
            },
            refused);
    }

    private static (ParamValues Values, Exception? Refused) Params(TaskRef task, JsonElement conf)
    {
        try
        {
            return (RunParams.Of(task, conf), null);
        }
        catch (ParamException e)
        {
            return (ParamValues.Empty, e);
        }
    }

    /// <summary>A type that a later Airflow adds counts as triggered by hand.</summary>
    public static RunType TypeOf(string name) => name switch
    {
        "scheduled" => RunType.Scheduled,
        "backfill" => RunType.Backfill,
        "operator_triggered" => RunType.OperatorTriggered,
        "asset_triggered" => RunType.AssetTriggered,
        "asset_materialization" => RunType.AssetMaterialization,
        _ => RunType.Manual,
    };
}
