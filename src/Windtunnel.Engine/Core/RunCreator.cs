using Windtunnel.Schedules;

namespace Windtunnel.Engine;

/// <summary>Creates runs: by time, by assets, by hand. §13.4, §13.5, §15.2.</summary>
internal sealed class RunCreator(Chance chance, AssetBook assets, Func<RunInfo, Journal> journals)
{
    private int _created;

    /// <summary>Creates what the DAG's schedule asks for at this instant.</summary>
    public IEnumerable<RunCore> Due(DagState state, DateTimeOffset now)
    {
        while (!state.IsPaused && state.Next is { } slot && slot.RunAfter <= now && state.Active < state.Dag.MaxActiveRuns)
        {
            RunCore? run = slot.LogicalDate is { } date && state.At(date) is not null ? null : Scheduled(state, slot, now);
            state.LastInterval = slot.Interval ?? DataInterval.At(slot.RunAfter);
            RunPlanner.Plan(state, now);
            if (run is not null)
            {
                yield return run;
            }
        }

        if (!state.IsPaused && !state.Assets.IsEmpty && state.Dag.Schedule?.Assets is { } expression
            && state.Assets.Fulfils(expression) && state.Active < state.Dag.MaxActiveRuns)
        {
            IReadOnlyList<AssetEvent> taken = state.Assets.Take(assets.Events, expression);
            yield return ByAssets(state, taken, now);
        }
    }

    /// <summary>Creates a run for one slot of a backfill.</summary>
    public RunCore ForBackfill(DagState state, PlannedRun slot, DateTimeOffset now) =>
        Create(state, InfoOf(state, slot, RunType.Backfill), now);

    /// <exception cref="InvalidOperationException">The run id or the logical date is taken.</exception>
    public RunCore ByHand(DagState state, RunInfo info, DateTimeOffset now)
    {
        if (state.Runs.Find(run => run.Info.RunId == info.RunId || (info.LogicalDate is { } date && run.Info.LogicalDate == date)) is { } taken)
        {
            throw new InvalidOperationException(
                $"Dag '{info.DagId}' already has the run '{taken.Info.RunId}' for {taken.Info.LogicalDate:O}. Give another logical date and run id.");
        }

        return Create(state, info, now);
    }

    private RunCore Scheduled(DagState state, PlannedRun slot, DateTimeOffset now) =>
        Create(state, InfoOf(state, slot, RunType.Scheduled), now);

    private RunCore ByAssets(DagState state, IReadOnlyList<AssetEvent> taken, DateTimeOffset now)
    {
        RunCore run = Create(state, new()
        {
            DagId = state.Dag.Id,
            RunId = RunIds.Of(RunType.AssetTriggered, now, chance.Suffix(state.Dag.Id, _created)),
            Type = RunType.AssetTriggered,
            RunAfter = now,
            Params = RunParams.Of(state.Dag, default),
        }, now);
        run.TriggeringEvents = taken;
        return run;
    }

    private RunInfo InfoOf(DagState state, PlannedRun slot, RunType type) => new()
    {
        DagId = state.Dag.Id,
        RunId = slot.PartitionKey is { } key
            ? RunIds.OfPartition(slot.RunAfter, key, chance.Suffix(state.Dag.Id, _created))
            : RunIds.Of(type, slot.RunAfter),
        Type = type,
        LogicalDate = slot.LogicalDate,
        DataInterval = slot.Interval,
        RunAfter = slot.RunAfter,
        PartitionKey = slot.PartitionKey,
        Params = RunParams.Of(state.Dag, default),
    };

    private RunCore Create(DagState state, RunInfo info, DateTimeOffset now)
    {
        var run = new RunCore(state, info, _created++, journals(info)) { Now = now };
        run.Journal.Append(RunHeaders.Created(state.Plan, run.Info, now, chance.Seed));
        RunCreation.AddRows(run);
        state.Keep(run);
        return run;
    }
}
