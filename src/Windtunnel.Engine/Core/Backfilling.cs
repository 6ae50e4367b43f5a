using System.Text.Json;

namespace Windtunnel.Engine;

/// <summary>Starts backfills. §14.</summary>
internal static class Backfilling
{
    /// <exception cref="InvalidOperationException">Airflow would refuse the backfill.</exception>
    public static Backfill Start(Scheduler scheduler, DagState state, BackfillRequest request, DateTimeOffset now)
    {
        Check(state, request, now);
        JsonElement conf = ManualRun.ConfOf(state.Dag, request.Conf);
        _ = RunParams.Of(state.Dag, conf);
        PlannedRun[] slots = [.. RunPlanner.Slots(state.Plan, request.From, request.To, now)];
        if (slots.Length == 0)
        {
            throw Refused(
                state, $"its schedule has no run from {request.From:O} to {request.To:O} that is over by now", "Choose other dates");
        }

        if (request.Reverse)
        {
            Array.Reverse(slots);
        }

        var backfill = new Backfill(scheduler.NextBackfillId(), request.MaxActiveRuns);
        state.Backfill = backfill;
        for (int i = 0; i < slots.Length; i++)
        {
            if (RunFor(scheduler, state, request.Reprocess, slots[i], conf, now) is not { } run)
            {
                continue;
            }

            run.Backfill = backfill;
            run.Ordinal = i + 1;
            backfill.Runs.Add(run);
        }

        return backfill;
    }

    private static RunCore? RunFor(
        Scheduler scheduler, DagState state, ReprocessBehavior reprocess, PlannedRun slot, JsonElement conf, DateTimeOffset now)
    {
        RunCore? present = slot.LogicalDate is { } date ? state.At(date) : null;
        if (present is null)
        {
            return scheduler.CreateForBackfill(state, slot, conf, now);
        }

        bool redo = reprocess switch
        {
            ReprocessBehavior.Failed => present.State == RunState.Failed,
            ReprocessBehavior.Completed => present.State is RunState.Failed or RunState.Success,
            _ => false,
        };
        if (!redo)
        {
            return null;
        }

        scheduler.Redo(present, conf, now);
        return present;
    }

    private static void Check(DagState state, BackfillRequest request, DateTimeOffset now)
    {
        if (state.Backfill is { IsComplete: false })
        {
            throw Refused(state, "another backfill of it is not complete", "Wait for it");
        }

        if (state.Dag.Schedule is not { IsPeriodic: true })
        {
            throw Refused(state, "it has no schedule that repeats by the clock", "Trigger runs instead");
        }

        if (request.From > request.To || request.From > now)
        {
            throw Refused(state, $"the range from {request.From:O} to {request.To:O} is empty or lies in the future", "Choose other dates");
        }

        if (state.Plan.Tasks.Any(task => task.Spec.Past.IsActive) && (request.Reverse || request.Reprocess == ReprocessBehavior.None))
        {
            throw Refused(state, "a task of it depends on the past", "Backfill forwards, with reprocess failed or completed");
        }
    }

    private static InvalidOperationException Refused(DagState state, string found, string next) =>
        new($"Dag '{state.Dag.Id}' cannot be backfilled: {found}. {next}.");
}
