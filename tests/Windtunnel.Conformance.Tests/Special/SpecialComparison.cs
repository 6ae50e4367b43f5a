using System.Text.Json;
using System.Text.Json.Nodes;

namespace Windtunnel.Conformance.Tests.Special;

/// <summary>Compares runs with recorded ones and collects every difference, in words.</summary>
/// <remarks>Recorded times carry the noise of a busy machine, which only ever delays: what was recorded is never shorter than here,
/// by more than rounding, and never longer by more than the slowest of Airflow's sweeps, which comes every 15 seconds.</remarks>
internal sealed class SpecialComparison
{
    private const double Rounding = 1;
    private const double SlowestSweep = 16;

    /// <summary>Recorded starts this far apart tell the order; nearer ones may be noise.</summary>
    private const double ClearlyLater = 2;

    private readonly List<string> _differences = [];

    /// <returns>The differences, one a line; empty when there are none.</returns>
    public static string Of(IReadOnlyList<Run> ours, RecordedRun[] theirs, bool onlyOurTasks)
    {
        var comparison = new SpecialComparison();
        comparison.CompareRuns([.. ours.OrderBy(run => run.LogicalDate ?? run.RunAfter)], theirs, onlyOurTasks);
        return string.Join(Environment.NewLine, comparison._differences);
    }

    private void CompareRuns(Run[] ours, RecordedRun[] theirs, bool onlyOurTasks)
    {
        Equal("number of runs", theirs.Length, ours.Length);
        foreach ((Run run, RecordedRun recorded) in ours.Zip(theirs))
        {
            Compare(run, recorded);
            CompareTasks(run, onlyOurTasks ? [.. recorded.Tasks.Where(task => IsTaskOf(run, task))] : recorded.Tasks);
        }

        SameOrder(
            [.. ours.Zip(theirs).Where(pair => pair.Second.Started is not null).Select(pair =>
                (pair.First.RunId, pair.First.StartedAt!.Value, (pair.Second.Started!.Value - DateTimeOffset.UnixEpoch).TotalSeconds))]);
    }

    private static bool IsTaskOf(Run run, RecordedTask recorded) => run.Outline.Tasks.Any(task => task.Id == recorded.Task);

    private void Compare(Run run, RecordedRun recorded)
    {
        Equal("state of the run", recorded.State, run.State.ToString().ToLowerInvariant());
        Equal("type of the run", recorded.Type, JsonNamingPolicy.SnakeCaseLower.ConvertName(run.Type.ToString()));
        Equal("logical date", recorded.LogicalDate, run.LogicalDate);
        Equal("start of the interval", recorded.DataIntervalStart, run.Interval?.Start);
        Equal("end of the interval", recorded.DataIntervalEnd, run.Interval?.End);
        if (recorded.LogicalDate is not null)
        {
            Equal("run id", recorded.RunId, run.RunId);
        }
    }

    private void CompareTasks(Run run, RecordedTask[] theirs)
    {
        Dictionary<string, TaskInstance> ours = run.Tasks.ToDictionary(task => task.ToString());
        Equal("task instances", Names(theirs.Select(task => task.Name)), Names(ours.Keys));
        foreach (RecordedTask recorded in theirs.Where(task => ours.ContainsKey(task.Name)))
        {
            Compare(ours[recorded.Name], recorded);
        }

        SameOrder(
        [
            .. theirs.Where(task => task.Start is not null && ours.TryGetValue(task.Name, out TaskInstance? own) && Began(own) is not null)
                .Select(task => (task.Name, Began(ours[task.Name])!.Value, task.Start!.Value)),
        ]);
    }

    private void Compare(TaskInstance task, RecordedTask recorded)
    {
        Equal($"{task}: state", recorded.State, task.State.ToAirflow());
        Equal($"{task}: tries", recorded.Tries, task.TryNumber);
        Equal($"{task}: max_tries", recorded.MaxTries, task.MaxTries);
        CompareXComs(task, recorded);
        CompareTries(task, recorded);
        if (Began(task) is { } start && recorded is { Start: { } from, End: { } to } && task.TryNumber > 0)
        {
            SameLength($"{task}: seconds", to - from, (task.End!.Value - start).TotalSeconds);
        }
    }

    private void CompareXComs(TaskInstance task, RecordedTask recorded)
    {
        Equal($"{task}: XCom keys", Names(recorded.Xcom.Keys), Names(task.XComs.Keys));
        foreach ((string key, JsonElement value) in recorded.Xcom)
        {
            if (task.XComs.TryGetValue(key, out string? ours) && !JsonNode.DeepEquals(Comparable(value.GetRawText()), Comparable(ours)))
            {
                _differences.Add($"{task}: XCom {key}: Airflow {value.GetRawText()}, here {ours}");
            }
        }
    }

    /// <summary>Airflow keeps the ids of a branch or short circuit as a set.</summary>
    private static JsonNode? Comparable(string json)
    {
        JsonNode? node = JsonNode.Parse(json);
        foreach (string name in new[] { "followed", "skipped" })
        {
            if (node is JsonObject owner && owner[name] is JsonArray ids)
            {
                owner[name] = string.Join(", ", ids.Select(id => id!.GetValue<string>()).Order(StringComparer.Ordinal));
            }
        }

        return node;
    }

    private void CompareTries(TaskInstance task, RecordedTask recorded)
    {
        RecordedTry[] earlier = [.. recorded.EarlierTries.Where(one => one.TryNumber > 0)];
        foreach (RecordedTry one in earlier)
        {
            TaskAttempt? own = task.Attempts.FirstOrDefault(attempt => attempt.Try == one.TryNumber);
            Equal($"{task}: state of try {one.TryNumber}", one.State, own is null ? "none" : InHistory(own.State));
        }

        double?[] starts = [.. earlier.Select(one => one.Start), recorded.Start];
        double?[] ends = [.. earlier.Select(one => one.End), recorded.End];
        for (int i = 1; i < starts.Length && i < task.Attempts.Count; i++)
        {
            if (starts[i] - ends[i - 1] is { } wait && task.Attempts[i - 1].State == TaskState.UpForRetry)
            {
                TimeSpan ours = task.Attempts[i].Start - task.Attempts[i - 1].End!.Value;
                SameLength($"{task}: seconds before try {i + 1}", wait, ours.TotalSeconds);
            }
        }
    }

    /// <summary>Airflow's history knows no state for a try that is repeated, or was stopped by a clear: it failed.</summary>
    private static string InHistory(TaskState state) =>
        state is TaskState.UpForRetry or TaskState.Restarting ? "failed" : state.ToAirflow();

    private void SameOrder((string Name, DateTimeOffset Ours, double Theirs)[] starts)
    {
        foreach ((string name, DateTimeOffset ours, double theirs) in starts)
        {
            foreach ((string other, _, _) in starts.Where(other => other.Theirs >= theirs + ClearlyLater && other.Ours < ours))
            {
                _differences.Add($"{other} started after {name} on Airflow, here before it");
            }
        }
    }

    private void SameLength(string what, double theirs, double ours)
    {
        if (theirs < ours - Rounding || theirs > ours + SlowestSweep)
        {
            _differences.Add($"{what}: Airflow {theirs:0.0}, here {ours:0.0}");
        }
    }

    /// <summary>Airflow's start date: that of the body, after a reschedule that of its latest stint; or when it was decided over.</summary>
    private static DateTimeOffset? Began(TaskInstance task)
    {
        IReadOnlyList<TaskStint> stints = task.Attempts is [.., { } last] && task.Start is not null ? last.Stints : [];
        return stints.Count > 1 && stints[^2].State == TaskState.UpForReschedule ? stints[^1].Start : task.Start ?? task.End;
    }

    private void Equal<T>(string what, T theirs, T ours)
    {
        if (!EqualityComparer<T>.Default.Equals(theirs, ours))
        {
            _differences.Add($"{what}: Airflow {theirs}, here {ours}");
        }
    }

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal));
}
