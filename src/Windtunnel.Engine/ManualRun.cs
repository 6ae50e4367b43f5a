using System.Text.Json;
using Windtunnel.Schedules;

namespace Windtunnel.Engine;

/// <summary>Makes a manual run from a request. §13.5.</summary>
internal static class ManualRun
{
    public static RunInfo Info(DagState state, TriggerRequest request, DateTimeOffset now)
    {
        Dag dag = state.Dag;
        JsonElement conf = ConfOf(dag, request.Conf);
        DateTimeOffset after = now;
        while (request.RunId is null && state.Find(RunIds.Of(RunType.Manual, after)) is not null)
        {
            after += TimeSpan.FromMicroseconds(1);
        }

        DateTimeOffset? date = request.HasLogicalDate ? request.LogicalDate ?? FreeDate(state, after) : null;

        return new()
        {
            DagId = dag.Id,
            RunId = request.RunId ?? RunIds.Of(RunType.Manual, after),
            Type = RunType.Manual,
            LogicalDate = date,
            DataInterval = date is { } at ? dag.Schedule?.ManualInterval(at, dag.TimeZone) ?? DataInterval.At(at) : null,
            RunAfter = now,
            Conf = conf,
            Params = RunParams.Of(dag, conf),
        };
    }

    private static DateTimeOffset FreeDate(DagState state, DateTimeOffset date)
    {
        while (state.At(date) is not null)
        {
            date += TimeSpan.FromMicroseconds(1);
        }

        return date;
    }

    private static JsonElement ConfOf(Dag dag, string? conf)
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
