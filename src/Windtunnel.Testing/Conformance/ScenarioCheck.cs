using System.Globalization;
using System.Text;
using Windtunnel.Engine;

namespace Windtunnel.Testing.Conformance;

/// <summary>Runs one scenario on the embedded engine and compares.</summary>
internal static class ScenarioCheck
{
    private static readonly EmbeddedEngine Engine = new();

    public static async Task<ConformanceRow> RunAsync(Scenario scenario)
    {
        Dag dag;
        try
        {
            dag = ScenarioDag.Build(scenario);
        }
        catch (DagException rejected)
        {
            return Judge(scenario, rejected);
        }

        Run run = await Engine.RunAsync(dag, new RunRequest());
        if (scenario.Rejected is { } message)
        {
            return new(scenario.Name, false, $"Airflow rejects the DAG ({message}); here it was taken.");
        }

        if (scenario.Outcome is not { } expected)
        {
            return new(scenario.Name, null);
        }

        string difference = Differences(expected, run);
        return difference.Length == 0
            ? new(scenario.Name, true)
            : new(scenario.Name, false, $"{difference}{Environment.NewLine}{Graph(scenario)}{Trail(run)}");
    }

    private static ConformanceRow Judge(Scenario scenario, DagException rejected) => scenario.Rejected is not { } message
        ? new(scenario.Name, false, $"Airflow takes the DAG; here it was rejected: {rejected.Message}")
        : rejected.Errors.Any(error => error.AirflowMessage is { } ours && message.EndsWith(ours, StringComparison.Ordinal))
            ? new(scenario.Name, true)
            : new(scenario.Name, false, $"Airflow rejects the DAG with '{message}'; here: {rejected.Message}");

    private static string Differences(ScenarioOutcome expected, Run run)
    {
        StringBuilder text = new();
        string state = run.State.ToString().ToLowerInvariant();
        if (state != expected.Run)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  run: Airflow {expected.Run}, here {state} ({run.Reason})");
        }

        Dictionary<string, RecordedTask> actual = run.Tasks.ToDictionary(
            task => task.MapIndex < 0 ? task.TaskId : $"{task.TaskId}[{task.MapIndex}]",
            task => new RecordedTask { State = task.State == TaskState.None ? null : task.State.ToAirflow(), Tries = task.TryNumber });
        foreach (string id in expected.Tasks.Keys.Union(actual.Keys).Order(StringComparer.Ordinal))
        {
            RecordedTask? theirs = expected.Tasks.GetValueOrDefault(id);
            RecordedTask? ours = actual.GetValueOrDefault(id);
            if (theirs != ours)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"  {id}: Airflow {Show(theirs)}, here {Show(ours)}");
            }
        }

        return text.ToString();
    }

    private static string Show(RecordedTask? task) => task is null ? "has no such instance" : $"{task.State ?? "none"} in try {task.Tries}";

    private static string Graph(Scenario scenario)
    {
        StringBuilder text = new("graph:" + Environment.NewLine);
        foreach (ScenarioTask task in scenario.Tasks)
        {
            string upstream = string.Join(", ", scenario.Edges.Where(edge => edge[1] == task.Id).Select(edge => edge[0]));
            text.AppendLine(CultureInfo.InvariantCulture, $"  {task.Id} ({task.Kind.Do}, {task.Rule}) <- {upstream}");
        }

        return text.ToString();
    }

    private static string Trail(Run run)
    {
        StringBuilder text = new("decisions:" + Environment.NewLine);
        foreach (JournalEntry entry in run.Journal
            .Where(entry => entry is TaskScheduled or TaskEnded or TaskDecided or TaskExpanded or RunEnded))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {entry}");
        }

        return text.ToString();
    }
}
