namespace Windtunnel.Engine;

/// <summary>What an evaluation found: whether all dependencies are met, and the last of those that are not.</summary>
/// <param name="Passed">True when the row may be scheduled.</param>
/// <param name="State">The state that was set by it; null: none.</param>
/// <param name="Cause">Why it does not pass; null when it passes, or when nobody asked.</param>
internal readonly record struct Verdict(bool Passed, TaskState? State = null, Cause? Cause = null);

/// <summary>The six dependencies of a row. §2.3: all are evaluated, several may set a state, the last one wins.</summary>
internal static class Dependencies
{
    /// <summary>Evaluates and applies what the dependencies set.</summary>
    /// <param name="run">The run.</param>
    /// <param name="row">The row.</param>
    /// <param name="ignoreTimes">True in the deadlock watch: retry and reschedule times do not count.</param>
    public static bool Evaluate(RunCore run, Row row, bool ignoreTimes = false)
    {
        bool passed = ignoreTimes || IsDue(run, row);
        passed &= !row.Task.Spec.Past.IsActive || PastRuns.Blocks(row) is null;
        passed &= Apply(run, row, TriggerRuleDependency.Evaluate(run, row));
        passed &= row.Task.SkippingParents.Length == 0 || Apply(run, row, PreviouslySkipped(run, row));
        passed &= row.Task.MapSources.Length == 0 || Apply(run, row, MappedSource(run, row));
        return passed;
    }

    /// <summary>Dependencies 1 and 2: a retry or reschedule whose time has come.</summary>
    /// <remarks>Airflow asks that a retry's time be strictly past. The clock wakes retries after all else at their instant, which is the
    /// same.</remarks>
    public static bool IsDue(RunCore run, Row row) =>
        row.State is not (TaskState.UpForRetry or TaskState.UpForReschedule) || row.NextAt <= run.Now;

    /// <summary>Dependency 5. §5.4.</summary>
    public static Verdict PreviouslySkipped(RunCore run, Row row)
    {
        foreach (TaskPlan parent in row.Task.SkippingParents)
        {
            TaskRows rows = run.Of(parent);
            if (rows.SeenFinished == 0)
            {
                continue;
            }

            Row? decider = rows.At(parent.Task.IsMapped ? row.MapIndex : -1);
            if (decider?.Skips?.Drops(row.Task.Id) == true)
            {
                return new(false, TaskState.Skipped, new()
                {
                    Kind = CauseKind.PreviouslySkipped,
                    By = [new(parent.Id, decider.MapIndex, decider.State)],
                });
            }
        }

        return new(true);
    }

    /// <summary>Dependency 6. §6.5: looks at the unexpanded rows of the sources, at this moment.</summary>
    public static Verdict MappedSource(RunCore run, Row row)
    {
        Row? skipped = null;
        Row? bad = null;
        foreach (TaskPlan source in row.Task.MapSources)
        {
            if (run.Of(source).Single is { } single)
            {
                skipped = single.State == TaskState.Skipped ? single : skipped;
                bad = single.State.IsBad() ? single : bad;
            }
        }

        Row? decider = bad ?? skipped;
        return decider is null ? new(true) : new(
            false,
            row.State.IsBad() ? null : bad is null ? TaskState.Skipped : TaskState.UpstreamFailed,
            new() { Kind = CauseKind.MappedSource, By = [new(decider.Task.Id, decider.MapIndex, decider.State)] });
    }

    private static bool Apply(RunCore run, Row row, Verdict verdict)
    {
        if (verdict.State is { } state && row.State != state)
        {
            row.Start ??= run.Now;
            row.End ??= run.Now;
            run.Decide(row, state, verdict.Cause!);
        }

        return verdict.Passed;
    }
}
