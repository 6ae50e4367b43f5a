namespace Windtunnel;

/// <summary>Setups and teardowns keep their promise only with the rules that Airflow gives them.</summary>
internal static class SetupRules
{
    public static IEnumerable<DagError> NeverBoth(Dag dag) =>
        from task in dag.Tasks
        where task is { IsSetup: true, IsTeardown: true }
        select new DagError(
            "setup.and_teardown", $"Task '{task.Id}'", "It is marked as a setup and as a teardown. Make it one of them, "
            + "or split it in two tasks.")
        {
            AirflowMessage = $"ValueError: Cannot mark task '{task.Id}' as teardown; task is already a setup.",
        };

    public static IEnumerable<DagError> TeardownHasNoRuleOfItsOwn(Dag dag) =>
        from task in dag.Tasks
        where task.IsTeardown && task.Spec.TriggerRule is not (TriggerRule.AllSuccess or TriggerRule.AllDoneSetupSuccess)
        select new DagError(
            "teardown.rule",
            $"Task '{task.Id}'",
            $"It is a teardown and was given the trigger rule {task.Spec.TriggerRule.ToAirflow()}. "
            + "A teardown always has all_done_setup_success: remove TriggerRule from its TaskSpec.")
        {
            AirflowMessage = "ValueError: Trigger rule not configurable for teardown tasks.",
        };

    /// <summary>A follower with another rule could run although its setup failed.</summary>
    public static IEnumerable<DagError> FollowedByAllSuccess(Dag dag) =>
        from setup in dag.Tasks
        where setup.IsSetup
        from next in setup.Downstream
        where !next.IsTeardown && next.Spec.TriggerRule != TriggerRule.AllSuccess
        select new DagError(
            "setup.follower_rule",
            $"Task '{next.Id}'",
            $"It directly follows the setup '{setup.Id}' and has the trigger rule {next.Spec.TriggerRule.ToAirflow()}. "
            + "Give it all_success, or put a task with all_success in between.")
        {
            AirflowMessage = "ValueError: Setup tasks must be followed with trigger rule ALL_SUCCESS.",
        };

    /// <summary>What each instance sets up could not be told apart when it is torn down. A setup in a mapped group is fine: each index
    /// has its own teardown there.</summary>
    public static IEnumerable<DagError> NotMapped(Dag dag) =>
        from task in dag.Tasks
        where task is { IsSetup: true, IsMapped: true }
        select new DagError(
            "setup.mapped",
            $"Task '{task.Id}'",
            "It is a setup and is mapped. Put setup, work and teardown into a group and map that, or let one setup prepare all.");
}
