using System.Text.Json;

namespace Windtunnel;

/// <summary>Says a <see cref="Cause"/> as the second half of a sentence.</summary>
internal static class CauseClause
{
    public static string Of(Cause cause) => cause.Detail is null ? Reason(cause) : $"{Reason(cause)}; {cause.Detail.TrimEnd('.')}";

    /// <summary>Airflow's spelling, e.g. <c>all_done</c>.</summary>
    public static string Name(TriggerRule rule) => JsonNamingPolicy.SnakeCaseLower.ConvertName(rule.ToString());

    private static string Reason(Cause cause) => cause.Kind switch
    {
        CauseKind.TriggerRule => $"its rule {Name(cause.Rule ?? TriggerRule.AllSuccess)} saw {Counted(cause)}{By(cause)}",
        CauseKind.Setup => $"a setup that it needs did not succeed{By(cause)}",
        CauseKind.TeardownScope => $"a teardown waits for the work between its setups and itself{By(cause)}",
        CauseKind.PreviouslySkipped => $"a branch or short circuit directly upstream had decided to skip it{By(cause)}",
        CauseKind.MappedSource => $"the task whose result it is mapped over did not succeed{By(cause)}",
        CauseKind.MappedOverNothing => $"it is mapped over nothing: the length is 0{By(cause)}",
        CauseKind.MappedLengthUnknown => $"the length that it is mapped over was not known when it could have run{By(cause)}",
        CauseKind.MapIndexGone => $"its map index no longer exists: what it is mapped over became shorter{By(cause)}",
        CauseKind.TaskVanished => "the present version of the Dag has no such task",
        CauseKind.TaskReturned => "the present version of the Dag has it again",
        CauseKind.Branch => $"{Named(cause, "a branch")} chose to follow other tasks",
        CauseKind.ShortCircuit => $"{Named(cause, "a short circuit")} stopped what follows it",
        CauseKind.FailFast => $"another task failed in a Dag that fails fast{By(cause)}",
        CauseKind.RunTimeout => "the run exceeded its time limit",
        CauseKind.Marked => "somebody marked it or its run",
        CauseKind.Past => $"it depends on the past, and the previous run is not done with it{By(cause)}",
        CauseKind.RetryDelay => "its retry delay has not passed",
        CauseKind.Reschedule => "its next poke is not due",
        CauseKind.NoSlot => "there is no slot for it",
        CauseKind.Parked => "it is parked until its trigger fires or a person answers",
        CauseKind.UpstreamWithoutInstance => $"an upstream task has no instance in this run{By(cause)}",
        _ => $"the scheduler named the cause {cause.Kind}{By(cause)}",
    };

    private static string Counted(Cause cause)
    {
        if (cause.Counts is not { } counts)
        {
            return "an upstream that rules it out";
        }

        (int Count, string State)[] all =
        [
            (counts.Failed, "failed"), (counts.UpstreamFailed, "upstream_failed"), (counts.Skipped, "skipped"), (counts.Removed, "removed"),
            (counts.Success, "succeeded"), (counts.Total - counts.Done, "unfinished"),
        ];
        (int Count, string State)[] found = [.. all.Where(one => one.Count > 0)];
        return found.Length == 0
            ? $"no upstream among {counts.Total}"
            : $"{found[0].Count} of {counts.Total} upstream {found[0].State}{Rest(found)}";
    }

    private static string Rest((int Count, string State)[] found) =>
        string.Concat(found.Skip(1).Select(one => $", {one.Count} {one.State}"));

    private static string By(Cause cause) => cause.By.IsEmpty
        ? ""
        : $" ({string.Join(", ", cause.By.Take(3).Select(Quoted))}{More(cause)})";

    private static string More(Cause cause) => cause.By.Length > 3 ? $", and {cause.By.Length - 3} more" : "";

    private static string Named(Cause cause, string otherwise) => cause.By.IsEmpty ? otherwise : $"'{Id(cause.By[0])}'";

    private static string Quoted(CauseBy by) => $"'{Id(by)}' is {by.State.ToAirflow()}";

    private static string Id(CauseBy by) => by.MapIndex < 0 ? by.Task : $"{by.Task}[{by.MapIndex}]";
}
