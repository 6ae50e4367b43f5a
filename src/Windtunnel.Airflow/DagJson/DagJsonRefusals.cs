using Windtunnel.Schedules;

namespace Windtunnel.Airflow;

/// <summary>What serialized DAGs cannot carry, and what to do instead.</summary>
internal static class DagJsonRefusals
{
    public static List<string> Of(Dag dag)
    {
        List<string> found = [.. StubRefusals.Common(dag)];
        if (!dag.Callbacks.OnSuccess.IsEmpty || !dag.Callbacks.OnFailure.IsEmpty)
        {
            found.Add("Callbacks of a Dag are run by Python. "
                + "Put the work into a task with TriggerRule.AllDone or TriggerRule.OneFailed behind the others.");
        }

        if (!dag.Deadlines.IsEmpty)
        {
            found.Add("The callbacks of deadlines are run by Python. Set DagRunTimeout instead.");
        }

        if (dag.Schedule is CronPartitionSchedule or RuntimePartitionSchedule)
        {
            found.Add($"The schedule '{dag.Schedule}' is not written yet. "
                + "Schedule by time, and derive the partition from the logical date.");
        }

        if (dag.Schedule is PartitionedAssetSchedule { IsIdentity: false })
        {
            found.Add(
                $"The schedule '{dag.Schedule}' maps partition keys, and how Airflow keeps other mappers than PartitionMapper.Identity was "
                + "not seen yet. Let the tasks that produce the assets announce the keys of this Dag's runs.");
        }

        return found;
    }
}
