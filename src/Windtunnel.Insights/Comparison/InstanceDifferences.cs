namespace Windtunnel.Insights;

/// <summary>Compares the task instances of two runs, one by one.</summary>
internal static class InstanceDifferences
{
    // Airflow's own bookkeeping of branches.
    private const string SkipKey = "skipmixin_key";

    public static IEnumerable<RunDifference> Between(Run expected, Run actual)
    {
        Dictionary<(string, int), TaskInstance> there = actual.Tasks.ToDictionary(KeyOf);
        string name = RunComparison.NameOf(actual);
        foreach (TaskInstance mine in expected.Tasks)
        {
            if (!there.Remove(KeyOf(mine), out TaskInstance? theirs))
            {
                yield return Of(
                    DifferenceKind.Instance, mine, $"it is {mine.State.ToAirflow()}", $"{name} has no such instance",
                    DifferenceCauses.OfInstances(mine));
                continue;
            }

            foreach (RunDifference difference in Between(mine, theirs, name))
            {
                yield return difference;
            }
        }

        foreach (TaskInstance extra in there.Values.OrderBy(task => task.MapIndex))
        {
            yield return Of(
                DifferenceKind.Instance, extra, "it is not there", $"{name} has it as {extra.State.ToAirflow()}",
                DifferenceCauses.OfInstances(extra));
        }

        foreach (RunDifference difference in AssetEvents(expected, actual, name))
        {
            yield return difference;
        }
    }

    private static (string, int) KeyOf(TaskInstance task) => (task.TaskId, task.MapIndex);

    private static IEnumerable<RunDifference> Between(TaskInstance mine, TaskInstance theirs, string name)
    {
        if (mine.State != theirs.State)
        {
            yield return Of(
                DifferenceKind.State, mine, $"it ended as {mine.State.ToAirflow()}", $"as {theirs.State.ToAirflow()} on {name}",
                DifferenceCauses.OfStates(mine, theirs));
        }
        else if (TriesOf(mine) != TriesOf(theirs))
        {
            yield return Of(
                DifferenceKind.Tries, mine, $"its tries were {TriesOf(mine)}", $"{TriesOf(theirs)} on {name}",
                DifferenceCauses.OfTries(mine, theirs));
        }

        IEnumerable<string> keys = mine.XComs.Keys.Union(theirs.XComs.Keys).Where(key => key != SkipKey).Order(StringComparer.Ordinal);
        foreach (string key in keys)
        {
            string? left = mine.XComs.GetValueOrDefault(key);
            string? right = theirs.XComs.GetValueOrDefault(key);
            if (JsonDifference.Between(left, right) is { } found)
            {
                yield return Of(
                    DifferenceKind.XCom, mine, $"its XCom '{key}'{found.Where} is {found.Expected}", $"{found.Actual} on {name}",
                    found.Cause);
            }
        }
    }

    private static IEnumerable<RunDifference> AssetEvents(Run expected, Run actual, string name)
    {
        Dictionary<(string Task, string Uri), int> counts = expected.AssetEvents.CountBy(one => (one.Task, one.Uri)).ToDictionary();
        Dictionary<(string Task, string Uri), int> others = actual.AssetEvents.CountBy(one => (one.Task, one.Uri)).ToDictionary();
        foreach ((string task, string uri) in counts.Keys.Union(others.Keys).Order())
        {
            int mine = counts.GetValueOrDefault((task, uri));
            int theirs = others.GetValueOrDefault((task, uri));
            if (mine != theirs)
            {
                yield return new()
                {
                    Kind = DifferenceKind.AssetEvent,
                    TaskId = task,
                    Expected = $"it emitted {mine} {(mine == 1 ? "event" : "events")} of '{uri}'",
                    Actual = $"{theirs} on {name}",
                    Cause = "Compare its outlets with those of the deployed file, and what its body announces.",
                };
            }
        }
    }

    /// <summary>How each try ended: <c>up_for_retry, success</c>.</summary>
    private static string TriesOf(TaskInstance task) => task.Attempts.Count == 0
        ? "none"
        : string.Join(", ", task.Attempts.Select(attempt => attempt.State.ToAirflow()));

    private static RunDifference Of(DifferenceKind kind, TaskInstance task, string expected, string actual, string cause) => new()
    {
        Kind = kind,
        TaskId = task.TaskId,
        MapIndex = task.MapIndex,
        Expected = expected,
        Actual = actual,
        Cause = cause,
    };
}
