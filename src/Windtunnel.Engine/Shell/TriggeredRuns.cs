using System.Text.Json;
using Windtunnel.Schedules;

namespace Windtunnel.Engine;

/// <summary>Creates the runs that bodies ask for. §13.5.</summary>
internal static class TriggeredRuns
{
    public static string Create(Simulation simulation, string dagId, DagRunRequest request)
    {
        DateTimeOffset now = simulation.Clock.Now;
        DagState state = simulation.Core.Find(dagId);
        RunInfo info = InfoOf(state, request, now);
        if ((state.Find(info.RunId) ?? state.At(info.LogicalDate!.Value)) is { } taken)
        {
            return request.Reset ? Redo(simulation.Core, taken, now) : throw new DagRunExistsException(dagId, taken.Info.RunId);
        }

        simulation.Core.Trigger(state, info, now);
        if (info.RunAfter > now)
        {
            simulation.Clock.At(info.RunAfter, simulation.Core.LookAtQueuedRuns);
        }

        return info.RunId;
    }

    private static RunInfo InfoOf(DagState state, DagRunRequest request, DateTimeOffset now)
    {
        if (request.RunId is { } own)
        {
            RunIds.Check(own, RunType.OperatorTriggered);
        }

        DateTimeOffset date = request.LogicalDate ?? state.FreeInstant(now);
        JsonElement conf = request.ParsedConf();
        return new()
        {
            DagId = state.Dag.Id,
            RunId = request.RunId ?? RunIds.Of(RunType.OperatorTriggered, date),
            Type = RunType.OperatorTriggered,
            LogicalDate = date,
            DataInterval = state.Dag.Schedule?.ManualInterval(date, state.Dag.TimeZone) ?? DataInterval.At(date),
            RunAfter = date,
            Conf = conf,
            Params = RunParams.Of(state.Dag, conf),
        };
    }

    private static string Redo(Scheduler core, RunCore run, DateTimeOffset now)
    {
        Clearing.Clear(core, run, run.Plan.ByRank.SelectMany(task => run.Of(task).All), resetRun: true, now);
        return run.Info.RunId;
    }
}
