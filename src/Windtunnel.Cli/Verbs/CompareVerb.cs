using System.CommandLine;
using Windtunnel.Airflow;
using Windtunnel.Cli.Json;
using Windtunnel.Cli.Projects;
using Windtunnel.Cli.Runs;
using Windtunnel.Engine;
using Windtunnel.Insights;

namespace Windtunnel.Cli.Verbs;

/// <summary><c>windtunnel compare</c></summary>
internal static class CompareVerb
{
    public static Command Create()
    {
        Argument<string> story = new("STORY") { Description = "A DAG's id or display name." };
        Option<ulong?> seed = SharedOptions.Seed();
        Option<DateTimeOffset?> from = SharedOptions.From();
        Option<string[]> param = SharedOptions.Param();
        Option<string?> conf = SharedOptions.Conf();
        Option<string?> project = SharedOptions.Project();
        Option<string> @out = SharedOptions.Out();
        Option<bool> json = SharedOptions.Json();
        Command command = new(
            "compare",
            "Runs a DAG on the embedded engine and on a real Airflow, with the same date, conf and connections, and compares states,\n"
            + "tries, XComs, asset events and order. What differs first is told before what follows from it.\n"
            + "Exit codes: 0 they agree, 1 they differ, 2 wrong usage, 3 the DAG could not be loaded, 6 the Airflow cannot run it.")
        {
            story, seed, from, param, conf, project, @out, json,
        };
        DeployedTarget deployed = DeployedTarget.OptionsOf(command, "--with", required: true);
        command.SetAction(async (parsed, cancellation) =>
        {
            Project opened = await Project.OpenAsync(parsed.GetValue(project), cancellation);
            BundledDag bundled = opened.Named(parsed.GetRequiredValue(story));
            Dag dag = bundled.Dag ?? throw bundled.Error!;
            RunInputs inputs = new(parsed.GetValue(seed), parsed.GetValue(from), parsed.GetValue(conf), parsed.GetValue(param) ?? []);
            RunFolder folder = new(parsed.GetRequiredValue(@out));
            using AirflowTarget target = deployed.Of(parsed)!;

            // One after the other in the same directory, so that paths are the same in both.
            LocalRuns embedded = new(opened, folder, inputs, new EmbeddedEngine().RunAsync);
            Run expected = await embedded.RunAsync(dag, folder.FilesOf(dag.Id), cancellation);
            expected.Save(folder.JournalOf(dag.Id));
            Run actual = await new LocalRuns(opened, folder, inputs, target.Alone()).RunAsync(dag, folder.FilesOf(dag.Id), cancellation);
            actual.Save(folder.DeployedJournalOf(dag.Id));

            RunComparison comparison = RunComparison.Of(expected, actual);
            Print(comparison, folder, Terminal.Of(parsed), parsed.GetValue(json));
            return (int)(comparison.IsEqual ? ExitCode.Success : ExitCode.Failed);
        });
        return command;
    }

    private static void Print(RunComparison comparison, RunFolder folder, Terminal terminal, bool json)
    {
        string dag = comparison.Expected.DagId;
        (string mine, string theirs) = (Terminal.Show(folder.JournalOf(dag)), Terminal.Show(folder.DeployedJournalOf(dag)));
        if (json)
        {
            terminal.Json(CompareJson.Of(comparison, mine, theirs), ToolJson.Readable.CompareJson);
            return;
        }

        terminal.Line($"{comparison.Expected.Outline.DisplayName ?? dag}: {State(comparison.Expected)}; {State(comparison.Actual)}");
        terminal.Text(comparison.ToString());
        terminal.Line($"Journals: {mine}, {theirs}");
        int count = comparison.Differences.Count(difference => difference.Matters);
        int follow = comparison.Differences.Count(difference => difference is { Matters: true, FollowsFrom: not null });
        terminal.Line(comparison.IsEqual
            ? $"compare: {comparison.Expected.Tasks.Count} task instances agree"
            : $"compare: {count} {(count == 1 ? "difference" : "differences")}, of which {follow} follow from others");
    }

    private static string State(Run run) => $"{run.State.ToString().ToLowerInvariant()} on {run.Target}";
}
