namespace Windtunnel;

/// <summary>What a single task's settings must be.</summary>
internal static class TaskRules
{
    public static IEnumerable<DagError> PoolSlots(Dag dag) =>
        from task in dag.Tasks
        where task.Spec.PoolSlots < 1
        select new DagError("task.pool_slots", $"Task '{task.Id}'", $"PoolSlots is {task.Spec.PoolSlots}. Give it at least 1.")
        {
            AirflowMessage = $"ValueError: pool slots for {task.Id} in dag {dag.Id} cannot be less than 1",
        };

    public static IEnumerable<DagError> SensorFailsOneWay(Dag dag) =>
        from task in dag.Tasks
        where task.Definition.Sensor is { SoftFail: true, NeverFail: true }
        select new DagError("sensor.fails_two_ways", $"Task '{task.Id}'", "SoftFail and NeverFail are both set. Set one of them.")
        {
            AirflowMessage = "ValueError: soft_fail and never_fail are mutually exclusive, you can not provide both.",
        };

    public static IEnumerable<DagError> SensorWaits(Dag dag) =>
        from task in dag.Tasks
        where task.Definition.Sensor is not null
        from wait in new[]
        {
            (Name: "PokeInterval", Airflow: "poke_interval", Value: task.Definition.Sensor!.PokeInterval),
            (Name: "Timeout", Airflow: "timeout", Value: task.Definition.Sensor!.Timeout),
        }
        where wait.Value < TimeSpan.Zero
        select new DagError("sensor.negative_wait", $"Task '{task.Id}'", $"{wait.Name} is {wait.Value}. Give it zero or more.")
        {
            AirflowMessage = $"ValueError: The {wait.Airflow} must be a non-negative number",
        };
}
