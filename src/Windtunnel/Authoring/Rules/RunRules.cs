namespace Windtunnel;

/// <summary>What the DAG's own settings must be.</summary>
internal static class RunRules
{
    private const int LongestTag = 100;

    public static IEnumerable<DagError> FailFastNeedsAllSuccess(Dag dag) =>
        from task in dag.Tasks
        where dag.FailFast && task.TriggerRule is not (TriggerRule.AllSuccess or TriggerRule.AllDoneSetupSuccess)
        select new DagError(
            "dag.fail_fast_rule",
            $"Task '{task.Id}'",
            $"It has the trigger rule {task.TriggerRule.ToAirflow()}, but the Dag fails fast. Give it all_success, or switch FailFast off.")
        {
            AirflowMessage = "FailFastDagInvalidTriggerRule: A 'fail_fast' dag can only have all_success trigger rule",
        };

    public static IEnumerable<DagError> CatchupNeedsStart(Dag dag) => !dag.Catchup || dag.StartDate is not null
        ? []
        : [new("dag.catchup_without_start", $"Dag '{dag.Id}'", "Catchup is on without a StartDate to catch up from. Set StartDate, "
            + "or switch Catchup off.")
        {
            AirflowMessage = "ValueError: start_date is required when catchup=True",
        }];

    public static IEnumerable<DagError> ActiveRunsOfSchedule(Dag dag) => !(dag.MaxActiveRuns > dag.Schedule?.MaxActiveRunsLimit)
        ? []
        : [new(
            "dag.max_active_runs",
            $"Dag '{dag.Id}'",
            $"MaxActiveRuns is {dag.MaxActiveRuns}, but its schedule ({dag.Schedule}) allows {dag.Schedule!.MaxActiveRunsLimit}. "
            + $"Set MaxActiveRuns to {dag.Schedule.MaxActiveRunsLimit}.")
        {
            AirflowMessage = "ValueError: Invalid max_active_runs: ContinuousTimetable requires max_active_runs <= 1",
        }];

    public static IEnumerable<DagError> TagLength(Dag dag) =>
        from tag in dag.Tags
        let length = tag.EnumerateRunes().Count()
        where length > LongestTag
        select new DagError("dag.tag", $"Dag '{dag.Id}'", $"The tag '{tag}' has {length} characters, at most {LongestTag} are allowed. "
            + "Shorten it.")
        {
            AirflowMessage = $"ValueError: tag cannot be longer than {LongestTag} characters",
        };
}
