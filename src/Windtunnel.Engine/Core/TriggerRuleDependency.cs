using System.Collections.Immutable;

namespace Windtunnel.Engine;

/// <summary>Dependency 4: the trigger rule with the setup constraint and a teardown's scope. §2.4.</summary>
internal static class TriggerRuleDependency
{
    public static Verdict Evaluate(RunCore run, Row row)
    {
        TaskPlan task = row.Task;
        if (task.Upstream.Length == 0 || task.Rule == TriggerRule.Always)
        {
            return new(true);
        }

        Verdict constraint = task.IndirectSetups.Length > 0 ? SetupConstraint(run, row) : new(true);
        if (constraint.State is not null)
        {
            return constraint;
        }

        Verdict rule = Rule(run, row);
        if (rule.Passed && task.IsTeardown && row.Owner.ScopeUnfinished > 0)
        {
            return new(false, null, new() { Kind = CauseKind.TeardownScope, By = UnfinishedOf(run, task.Scope) });
        }

        return rule.State is null && rule.Passed ? constraint : rule;
    }

    private static Verdict Rule(RunCore run, Row row)
    {
        TriggerRule rule = row.Task.Rule;
        Tally tally = Relevance.OfUpstream(run, row);
        TaskState? state = TriggerRules.StateStep(rule, tally.Counts, tally.Total, tally.Setups, row.MapIndex);

        // Both may hold: an index that all_success removes passes the rule too, and is then neither ready nor a change.
        bool passed = TriggerRules.Passes(rule, tally.Counts, tally.Total, tally.Setups);
        return new(passed, state, state is null ? null : CauseOf(run, row, CauseKind.TriggerRule, state, tally, row.Task.Upstream));
    }

    /// <summary>§4.2: does not wait for the other setups before it sets a state.</summary>
    private static Verdict SetupConstraint(RunCore run, Row row)
    {
        Tally tally = Relevance.Of(run, row, row.Task.IndirectSetups);
        Counts c = tally.Counts;
        TaskState? state = c.Bad > 0 ? TaskState.UpstreamFailed
            : c.Skipped > 0 ? TaskState.Skipped
            : c.Removed > 0 && c.Success > 0 && row.MapIndex >= 0 && row.MapIndex >= c.Success ? TaskState.Removed
            : null;
        bool passed = state is null && tally.Total - c.Success - (row.MapIndex >= 0 ? c.Removed : 0) <= 0;
        return passed ? new(true) : new(
            false,
            state,
            state is null ? null : CauseOf(run, row, CauseKind.Setup, state, tally, row.Task.IndirectSetups));
    }

    /// <summary>Why the row still waits; for explanations only.</summary>
    public static Cause WaitingCause(RunCore run, Row row)
    {
        TaskPlan task = row.Task;
        if (task.IndirectSetups.Length > 0 && !SetupConstraint(run, row).Passed)
        {
            return CauseOf(run, row, CauseKind.Setup, null, Relevance.Of(run, row, task.IndirectSetups), task.IndirectSetups);
        }

        return task.IsTeardown && row.Owner.ScopeUnfinished > 0
            ? new() { Kind = CauseKind.TeardownScope, By = UnfinishedOf(run, task.Scope) }
            : CauseOf(run, row, CauseKind.TriggerRule, null, Relevance.OfUpstream(run, row), task.Upstream);
    }

    private static Cause CauseOf(RunCore run, Row row, CauseKind kind, TaskState? decided, in Tally tally, TaskPlan[] upstream)
    {
        UpstreamCounts counts = tally.Counts.ToPublic(tally.Total);
        bool isShared = row.Task.SiblingUpstream.Length == 0;
        if (isShared && row.Owner.LastCause is { } last && last.Kind == kind && last.Counts == counts)
        {
            return last;
        }

        Cause cause = new() { Kind = kind, Rule = row.Task.Rule, Counts = counts, By = Deciders(run, row, decided, upstream) };
        row.Owner.LastCause = isShared ? cause : row.Owner.LastCause;
        return cause;
    }

    /// <summary>The rows whose states decided, at most ten; where no single one did, all that are finished.</summary>
    private static ImmutableArray<CauseBy> Deciders(RunCore run, Row row, TaskState? decided, TaskPlan[] upstream)
    {
        IEnumerable<Row> relevant = upstream.SelectMany(task => Relevance.Rows(run, row, task));
        ImmutableArray<CauseBy> deciders = [.. relevant.Where(other => Decides(row.Task.Rule, decided, other.Seen)).Take(10).Select(Name)];
        return deciders.IsEmpty ? [.. relevant.Where(other => other.Seen != TaskState.None).Take(10).Select(Name)] : deciders;
    }

    private static bool Decides(TriggerRule rule, TaskState? decided, TaskState upstream) => decided switch
    {
        null => upstream == TaskState.None,
        TaskState.UpstreamFailed => upstream.IsBad(),
        TaskState.Skipped when rule == TriggerRule.AllFailed => upstream is TaskState.Success or TaskState.Skipped,
        TaskState.Skipped when rule == TriggerRule.AllSkipped => upstream == TaskState.Success || upstream.IsBad(),
        _ => upstream == decided,
    };

    private static ImmutableArray<CauseBy> UnfinishedOf(RunCore run, TaskPlan[] tasks) =>
        [.. tasks.SelectMany(task => run.Of(task).All).Where(row => !row.State.IsFinished()).Take(10).Select(Name)];

    private static CauseBy Name(Row row) => new(row.Task.Id, row.MapIndex, row.Seen == TaskState.None ? row.State : row.Seen);
}
