namespace Windtunnel.Engine;

/// <summary>Records that a run was given up.</summary>
internal static class Blockage
{
    /// <param name="run">The run.</param>
    /// <param name="limit">The limit on virtual time that it exceeded; null when it waits for what will never come.</param>
    public static void Record(RunCore run, TimeSpan? limit)
    {
        string which = $"Run '{run.Info.RunId}' of Dag '{run.Info.DagId}'";
        run.Journal.Append(new FindingMade
        {
            At = run.Now,
            Code = limit is null ? "run.blocked" : "run.endless",
            Text = limit is null
                ? $"{which} can never finish: {run.Unfinished} task instances wait for what will not come. Airflow would leave it running. "
                    + "See what each waits for, and give it that (a pool, a slot, an answer, a run before)."
                : $"{which} was not over after {limit} of virtual time. "
                    + "Look for a sensor or a loop that waits for what never comes, or raise VirtualTimeLimit.",
        });
        run.Journal.Append(new RunEnded { At = run.Now, State = RunState.Running, Reason = limit is null ? "blocked" : "endless" });
    }
}
