namespace Windtunnel.Insights;

/// <summary>Compares in which order the tasks of two runs began.</summary>
internal static class OrderDifferences
{
    // The machines of a deployment have clocks of their own.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(1);

    public static IEnumerable<RunDifference> Between(Run expected, Run actual)
    {
        string name = RunComparison.NameOf(actual);
        Dictionary<string, Stretch> mine = StretchesOf(expected);
        Dictionary<string, Stretch> theirs = StretchesOf(actual);
        foreach (TaskOutline task in expected.Outline.Tasks)
        {
            foreach (string upstream in task.Upstream)
            {
                if (Waited(mine, upstream, task.Id) is true && Waited(theirs, upstream, task.Id) is false)
                {
                    yield return new()
                    {
                        Kind = DifferenceKind.Order,
                        TaskId = task.Id,
                        Expected = $"it waited for '{upstream}'",
                        Actual = $"began before that had ended on {name}",
                        Cause = "The deployed file seems to lack the edge between them: check it against the bundle (windtunnel check).",
                    };
                }
            }
        }

        if (OpenPair(expected, mine, theirs) is var (first, second))
        {
            yield return new()
            {
                Kind = DifferenceKind.OpenOrder,
                TaskId = second,
                Expected = $"it began after '{first}'",
                Actual = $"before it on {name}",
                Cause = "Nothing in the Dag orders the two, so either is right.",
            };
        }
    }

    /// <summary>Whether one began after the other had ended; null when that is not known.</summary>
    private static bool? Waited(Dictionary<string, Stretch> run, string upstream, string task) =>
        run.TryGetValue(upstream, out Stretch? before) && run.TryGetValue(task, out Stretch? after)
            ? after.Start >= before.End - Tolerance
            : null;

    private static Dictionary<string, Stretch> StretchesOf(Run run) => run.Tasks
        .Where(task => task is { Attempts.Count: > 0, End: not null })
        .GroupBy(task => task.TaskId, StringComparer.Ordinal)
        .ToDictionary(
            task => task.Key,
            task => new Stretch(task.Min(one => one.Attempts[0].Start), task.Max(one => one.End!.Value)),
            StringComparer.Ordinal);

    /// <summary>The first two tasks, of those that began one after the other, which began the other way round in the other run and are not
    /// ordered by the DAG.</summary>
    private static (string First, string Second)? OpenPair(
        Run expected, Dictionary<string, Stretch> mine, Dictionary<string, Stretch> theirs)
    {
        string[] begun = [.. expected.Journal.OfType<TaskStarted>().Select(entry => entry.Task).Distinct()
            .Where(id => mine.ContainsKey(id) && theirs.ContainsKey(id))];
        foreach ((string first, string second) in begun.Zip(begun.Skip(1)))
        {
            if (theirs[second].Start < theirs[first].Start && !Leads(expected.Outline, first, second))
            {
                return (first, second);
            }
        }

        return null;
    }

    private static bool Leads(DagOutline dag, string from, string to)
    {
        Dictionary<string, TaskOutline> tasks = dag.Tasks.ToDictionary(task => task.Id, StringComparer.Ordinal);
        HashSet<string> seen = [to];
        Queue<string> open = new(seen);
        while (open.TryDequeue(out string? id))
        {
            if (id == from)
            {
                return true;
            }

            foreach (string upstream in tasks[id].Upstream.Where(seen.Add))
            {
                open.Enqueue(upstream);
            }
        }

        return false;
    }

    /// <summary>From the start of a task's first instance to the end of its last.</summary>
    private sealed record Stretch(DateTimeOffset Start, DateTimeOffset End);
}
