namespace Windtunnel.Engine;

/// <summary>What the end of a stint does to its row, and to others. §2.5, §7.4, §8.</summary>
internal static class AttemptEnds
{
    /// <summary>Applies an ending; ignored when the row was given another state meanwhile.</summary>
    /// <returns>The state the row has now; null when the report was refused.</returns>
    public static TaskState? Apply(RunCore run, Row row, Ending ending)
    {
        if (row.State != TaskState.Running)
        {
            return null;
        }

        row.Attempt = null;
        row.Parking?.ResumedWith = null;
        switch (ending)
        {
            case Ending.Succeeded success:
                Succeed(run, row, success);
                break;
            case Ending.SkippedItself skipped:
                End(run, row, TaskState.Skipped, skipped.Error);
                break;
            case Ending.Failed failed:
                Fail(run, row, failed);
                break;
            case Ending.Rescheduled rescheduled:
                (row.Parking ??= new()).FirstReschedule ??= run.Now;
                row.NextAt = rescheduled.Until;
                End(run, row, TaskState.UpForReschedule, null, rescheduled.Until);
                break;
            case Ending.WasDeferred deferred:
                (row.Parking ??= new()).Deferral = deferred.Deferral;
                End(run, row, TaskState.Deferred, null, run.Now + deferred.Deferral.Timeout);
                break;
            case Ending.AsksHuman asked:
                row.Parking ??= new();
                End(run, row, TaskState.AwaitingInput, null, asked.Deadline);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(ending), ending, "Not an ending.");
        }

        return row.State;
    }

    private static void Succeed(RunCore run, Row row, Ending.Succeeded success)
    {
        bool skips = success.Follow is { } follow && Skipping.Apply(run, row, follow);
        if (!skips && success.Result is { } result && row.Task.Spec.PushResult)
        {
            XComStore.PushResult(run, row, result);
        }

        End(run, row, TaskState.Success, null);
    }

    private static void Fail(RunCore run, Row row, Ending.Failed failed)
    {
        bool eligible = row.MaxTries != 0 && row.Try <= row.MaxTries;
        if (!failed.MayRetry || !eligible)
        {
            End(run, row, TaskState.Failed, failed.Error);
            if (run.Plan.Dag.FailFast)
            {
                StopOthers(run, row);
            }

            return;
        }

        TaskSpec spec = row.Task.Spec;
        TimeSpan wait = failed.Delay ?? RetryTimes.Wait(
            run.Info.DagId, row.Task.Id, run.Info.LogicalDate, row.Try, spec.RetryDelay ?? TimeSpan.FromMinutes(5), spec.Backoff);
        row.NextAt = run.Now + wait;
        End(run, row, TaskState.UpForRetry, failed.Error, row.NextAt);
    }

    private static void End(RunCore run, Row row, TaskState state, TaskError? error, DateTimeOffset? nextAt = null)
    {
        row.End = run.Now;
        run.SetState(row, state);
        run.Journal.Append(new TaskEnded
        {
            At = run.Now,
            Task = row.Task.Id,
            MapIndex = row.MapIndex,
            Try = row.Try,
            State = state,
            Error = error,
            NextAt = nextAt,
        });
    }

    /// <summary>§7.4: running others fail, the rest is skipped; teardowns and other indexes of the same task are left alone.</summary>
    private static void StopOthers(RunCore run, Row failed)
    {
        foreach (TaskPlan task in run.Plan.ByRank)
        {
            if (task == failed.Task || task.IsTeardown)
            {
                continue;
            }

            foreach (Row row in run.Of(task).All)
            {
                if (row.State is TaskState.Success or TaskState.Failed or TaskState.Skipped)
                {
                    continue;
                }

                TaskState state = row.State == TaskState.Running ? TaskState.Failed : TaskState.Skipped;
                row.End = run.Now;
                row.Start ??= run.Now;
                run.Decide(row, state, new() { Kind = CauseKind.FailFast, By = [new(failed.Task.Id, failed.MapIndex, TaskState.Failed)] });
            }
        }
    }
}
