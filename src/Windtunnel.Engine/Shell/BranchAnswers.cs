using System.Text.Json;

namespace Windtunnel.Engine;

/// <summary>Makes a branch's answer into the tasks it follows. §5.2.</summary>
internal static class BranchAnswers
{
    public static Ending Resolve(AttemptStint stint, Follow follow)
    {
        DagPlan plan = stint.Row.Run.Plan;
        List<TaskPlan> named = [];
        foreach (string id in follow.Ids)
        {
            named.AddRange(Find(plan, stint.Row.Task, id));
        }

        return new Ending.Succeeded(new XComValue(Json(follow)), new SkipRequest(named));
    }

    private static byte[] Json(Follow follow) => follow.IsOne
        ? JsonSerializer.SerializeToUtf8Bytes(follow.Ids[0], XComIds.Default.String)
        : JsonSerializer.SerializeToUtf8Bytes(follow.Ids, XComIds.Default.ImmutableArrayString);

    private static IEnumerable<TaskPlan> Find(DagPlan plan, TaskPlan branch, string id)
    {
        if (plan.ById.TryGetValue(id, out TaskPlan? task))
        {
            return [task];
        }

        TaskGroup? group = plan.Dag.Groups.FirstOrDefault(group => group.Id == id);
        return group is not null
            ? group.Roots.Select(root => plan[root])
            : throw new ArgumentException(
                $"Branch '{branch.Id}' follows '{id}', which is no task or group of Dag '{plan.Dag.Id}'. "
                + $"Its direct downstream tasks are: {string.Join(", ", branch.Downstream.Select(next => next.Id))}.");
    }
}
