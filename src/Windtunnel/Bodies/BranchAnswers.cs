using System.Text.Json;

namespace Windtunnel;

/// <summary>Makes a branch's answer into the tasks it follows. §5.2.</summary>
internal static class BranchAnswers
{
    public static Ending.Succeeded Resolve(IBodyStint stint, Follow follow)
    {
        List<TaskRef> named = [];
        foreach (string id in follow.Ids)
        {
            named.AddRange(Find(stint.Context.Task, id));
        }

        return new Ending.Succeeded(new XComValue(Json(follow)), new SkipRequest(named));
    }

    private static byte[] Json(Follow follow) => follow.IsOne
        ? JsonSerializer.SerializeToUtf8Bytes(follow.Ids[0], XComJsonContext.Default.String)
        : JsonSerializer.SerializeToUtf8Bytes([.. follow.Ids], XComJsonContext.Default.StringArray);

    /// <summary>Nearly always a direct downstream task, so these are looked at first.</summary>
    private static IEnumerable<TaskRef> Find(TaskRef branch, string id)
    {
        Dag dag = branch.Scope.Dag;
        if ((branch.Downstream.FirstOrDefault(next => next.Id == id) ?? dag.Tasks.FirstOrDefault(task => task.Id == id)) is { } task)
        {
            return [task];
        }

        return dag.Groups.FirstOrDefault(group => group.Id == id)?.Roots
            ?? throw new ArgumentException(
                $"Branch '{branch.Id}' follows '{id}', which is no task or group of Dag '{dag.Id}'. "
                + $"Its direct downstream tasks are: {string.Join(", ", branch.Downstream.Select(next => next.Id))}.");
    }
}
