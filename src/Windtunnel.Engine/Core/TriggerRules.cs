namespace Windtunnel.Engine;

/// <summary>The 13 trigger rules: what each makes of the states of the upstream rows. §3.2 and §3.3 of the semantics, whole.</summary>
internal static class TriggerRules
{
    /// <summary>The state a rule sets before it is satisfied or because it never can be; null: none (yet).</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="c">The relevant upstream rows that are finished.</param>
    /// <param name="total">N: the relevant upstream rows, or tasks where none is mapped.</param>
    /// <param name="setups">Ns: the same over setups.</param>
    /// <param name="mapIndex">Of the evaluated row; -1 when it is not mapped.</param>
    public static TaskState? StateStep(TriggerRule rule, in Counts c, int total, int setups, int mapIndex)
    {
        bool done = c.Done >= total;
        return rule switch
        {
            TriggerRule.AllSuccess => c.Bad > 0 ? TaskState.UpstreamFailed
                : c.Skipped > 0 ? TaskState.Skipped
                : c.Removed > 0 && c.Success > 0 && mapIndex >= 0 && mapIndex >= c.Success ? TaskState.Removed
                : null,
            TriggerRule.AllFailed => c.Success > 0 || c.Skipped > 0 ? TaskState.Skipped : null,
            TriggerRule.AllDone or TriggerRule.Always => null,
            TriggerRule.AllDoneMinOneSuccess => c.Skipped > 0 ? TaskState.Skipped
                : c.Done - c.Skipped >= total - c.Skipped && c.Success == 0 ? TaskState.UpstreamFailed
                : null,
            TriggerRule.OneSuccess => done && c.Done == c.Skipped ? TaskState.Skipped
                : done && c.Success == 0 ? TaskState.UpstreamFailed
                : null,
            TriggerRule.OneFailed => done && c.Bad == 0 ? TaskState.Skipped : null,
            TriggerRule.OneDone => done && c.Failed == 0 && c.Success == 0 ? TaskState.Skipped : null,
            TriggerRule.NoneFailed => c.Bad > 0 ? TaskState.UpstreamFailed : null,
            TriggerRule.NoneFailedMinOneSuccess => c.Bad > 0 ? TaskState.UpstreamFailed
                : c.Skipped == total ? TaskState.Skipped
                : done && c.Success == 0 ? TaskState.UpstreamFailed
                : null,
            TriggerRule.NoneSkipped => c.Skipped > 0 ? TaskState.Skipped : null,
            TriggerRule.AllSkipped => c.Success > 0 || c.Bad > 0 ? TaskState.Skipped : null,
            TriggerRule.AllDoneSetupSuccess => done && setups > 0 && c.SetupSkipped >= setups ? TaskState.Skipped
                : done && setups > 0 && c.SetupSuccess == 0 ? TaskState.UpstreamFailed
                : null,
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "Not a trigger rule."),
        };
    }

    /// <summary>Whether the rule lets the row run.</summary>
    public static bool Passes(TriggerRule rule, in Counts c, int total, int setups)
    {
        bool done = c.Done >= total;
        return rule switch
        {
            TriggerRule.AllSuccess => total - c.Success - c.Removed <= 0,
            TriggerRule.AllFailed => total - c.Bad - c.Removed <= 0,
            TriggerRule.AllDone => done,
            TriggerRule.AllDoneMinOneSuccess => c.Skipped == 0 && c.Success + c.Bad >= total - c.Skipped - c.Removed && c.Success >= 1,
            TriggerRule.AllDoneSetupSuccess => done && !(setups > 0 && c.SetupSuccess == 0),
            TriggerRule.OneSuccess => c.Success >= 1,
            TriggerRule.OneFailed => c.Bad >= 1,
            TriggerRule.OneDone => c.Success + c.Failed >= 1,
            TriggerRule.NoneFailed => total - c.Success - c.Skipped - c.Removed <= 0,
            TriggerRule.NoneFailedMinOneSuccess => total - c.Success - c.Skipped - c.Removed <= 0 && c.Success >= 1,
            TriggerRule.NoneSkipped => done && c.Skipped == 0,
            TriggerRule.AllSkipped => total - c.Skipped <= 0,
            TriggerRule.Always => true,
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "Not a trigger rule."),
        };
    }

    /// <summary>The rules under which an unexpanded instance of a mapped group looks at every row of an upstream. §6.7, line 1.</summary>
    public static bool LooksAtAllRowsUnexpanded(TriggerRule rule) =>
        rule is TriggerRule.OneSuccess or TriggerRule.OneFailed or TriggerRule.OneDone or TriggerRule.NoneFailedMinOneSuccess;
}
