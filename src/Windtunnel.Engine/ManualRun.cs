using System.Text.Json;
using Windtunnel.Schedules;

namespace Windtunnel.Engine;

/// <summary>Makes a manual run from a request. §13.5.</summary>
internal static class ManualRun
{
    public static RunInfo Info(DagState state, TriggerRequest request, DateTimeOffset now)
    {
        Dag dag = state.Dag;
        if (request.PartitionKey is { } key && dag.Schedule is not { IsPartitioned: true })
        {
            throw new ArgumentException(
                $"The run of Dag '{dag.Id}' was given the partition '{key}', but its schedule knows no partitions. Leave the key out.");
        }

        JsonElement conf = ConfOf(dag, request.Conf);
        bool needsInstant = request.RunId is null || (request.HasLogicalDate && request.LogicalDate is null);
        DateTimeOffset instant = needsInstant ? state.FreeInstant(now) : now;
        DateTimeOffset? date = request.HasLogicalDate ? request.LogicalDate ?? instant : null;
        return new()
        {
            DagId = dag.Id,
            RunId = request.RunId ?? RunIds.Of(RunType.Manual, instant),
            Type = RunType.Manual,
            LogicalDate = date,
            DataInterval = date is { } at ? dag.Schedule?.ManualInterval(at, dag.TimeZone) ?? DataInterval.At(at) : null,
            RunAfter = now,
            PartitionKey = request.PartitionKey,
            Conf = conf,
            Params = RunParams.Of(dag, conf),
        };
    }

    /// <summary>The conf as JSON; undefined when none is given.</summary>
    /// <exception cref="ArgumentException">It is not JSON.</exception>
    public static JsonElement ConfOf(Dag dag, string? conf)
    {
        try
        {
            return conf is null ? default : JsonDocument.Parse(conf).RootElement;
        }
        catch (JsonException e)
        {
            throw new ArgumentException(
                $"The conf for Dag '{dag.Id}' is not JSON: {e.Message} Give a JSON object, e.g. {{\"name\": \"value\"}}.", e);
        }
    }
}
