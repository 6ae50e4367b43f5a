using System.Text.Json;
using Windtunnel.Schedules;

namespace Windtunnel.Engine;

/// <summary>Creates runs: by time, by assets, by hand. §13.4, §13.5, §15.2.</summary>
internal sealed class RunCreator(Chance chance, string? order, AssetBook assets, Func<RunInfo, Journal> journals)
{
    private int _created;

    /// <summary>Creates the DAG's next run by time and plans the one after it; null when that logical date has a run already.</summary>
    public RunCore? ByTime(DagState state, DateTimeOffset now)
    {
        PlannedRun slot = state.Next!;
        bool isThere = slot.LogicalDate is { } date && state.At(date) is not null;
        RunCore? run = isThere ? null : Create(state, InfoOf(state, slot, RunType.Scheduled, default), now);
        state.LastInterval = slot.Interval ?? DataInterval.At(slot.RunAfter);
        RunPlanner.Plan(state, now);
        return run;
    }

    /// <summary>Creates a run for the assets a DAG heard of.</summary>
    public RunCore ByAssets(DagState state, DateTimeOffset now) => ForEvents(state, assets.Take(state), null, now);

    /// <summary>Creates a run for a partition that is complete.</summary>
    public RunCore ByPartition(DagState state, OpenPartition partition, DateTimeOffset now) =>
        ForEvents(state, partition.Events, partition.Key, now);

    /// <summary>Creates a run for one slot of a backfill.</summary>
    public RunCore ForBackfill(DagState state, PlannedRun slot, JsonElement conf, DateTimeOffset now) =>
        Create(state, InfoOf(state, slot, RunType.Backfill, conf), now);

    /// <summary>Makes a run that is over one of a backfill, which does it again.</summary>
    public void Adopt(RunCore run, JsonElement conf, DateTimeOffset now)
    {
        JsonElement own = conf.ValueKind == JsonValueKind.Undefined ? run.Info.Conf : conf;
        run.Info = run.Info with { Type = RunType.Backfill, Conf = own, Params = RunParams.Of(run.Plan.Dag, own) };
        run.Reopen(RunHeaders.Created(run.Plan.Outline, run.Info, run.Journal[0].At, chance.Seed, order));
        run.Now = now;
    }

    /// <exception cref="InvalidOperationException">The run id or the logical date is taken.</exception>
    public RunCore ByHand(DagState state, RunInfo info, DateTimeOffset now)
    {
        if ((state.Find(info.RunId) ?? (info.LogicalDate is { } date ? state.At(date) : null)) is { } taken)
        {
            throw new InvalidOperationException(
                $"Dag '{info.DagId}' already has the run '{taken.Info.RunId}' for {taken.Info.LogicalDate:O}. "
                + "Give another logical date and run id.");
        }

        return Create(state, info, now);
    }

    private RunCore ForEvents(DagState state, IReadOnlyList<AssetEvent> events, string? partitionKey, DateTimeOffset now)
    {
        RunCore run = Create(state, new()
        {
            DagId = state.Dag.Id,
            RunId = RunIds.Of(RunType.AssetTriggered, now, chance.Suffix(state.Dag.Id, _created)),
            Type = RunType.AssetTriggered,
            RunAfter = now,
            PartitionKey = partitionKey,
            Params = RunParams.Of(state.Dag, default),
        }, now);
        run.TriggeringEvents = events;
        return run;
    }

    private RunInfo InfoOf(DagState state, PlannedRun slot, RunType type, JsonElement conf) => new()
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
        Conf = conf,
        Params = RunParams.Of(state.Dag, conf),
    };

    private RunCore Create(DagState state, RunInfo info, DateTimeOffset now)
    {
        var run = new RunCore(state, info, _created++, journals(info)) { Now = now };
        run.Journal.Append(RunHeaders.Created(state.Plan.Outline, run.Info, now, chance.Seed, order));
        RunCreation.AddRows(run);
        run.Deadlines = Deadlines.Of(run);
        state.Keep(run);
        return run;
    }
}
