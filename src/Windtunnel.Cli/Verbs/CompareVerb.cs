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
            + "tries, XComs, asset events and order, also of the DAGs that follow it. What differs first is told before what follows.\n"
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
            IReadOnlyList<Run> expected = await embedded.RunAsync(dag, folder.FilesOf(dag.Id), cancellation);
            Save(expected, folder.JournalOf);
            IReadOnlyList<Run> actual = await new LocalRuns(opened, folder, inputs, target.RunAsync)
                .RunAsync(dag, folder.FilesOf(dag.Id), cancellation);
            Save(actual, folder.DeployedJournalOf);

            ComparedRuns compared = ComparedRuns.Of(expected, actual);
            Print(compared, folder, Terminal.Of(parsed), parsed.GetValue(json));
            return (int)(compared.AreEqual ? ExitCode.Success : ExitCode.Failed);
        });
        return command;
    }

    private static void Save(IEnumerable<Run> runs, Func<string, string> pathOf)
    {
        foreach (Run run in runs)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(pathOf(run.DagId))!);
            run.Save(pathOf(run.DagId));
        }
    }

    private static void Print(ComparedRuns compared, RunFolder folder, Terminal terminal, bool json)
    {
        if (json)
        {
            terminal.Json(CompareJson.Of(compared, folder), ToolJson.Readable.CompareJson);
            return;
        }

        foreach (RunComparison one in compared.Comparisons)
        {
            string dag = one.Expected.DagId;
            terminal.Line($"{one.Expected.Outline.DisplayName ?? dag}: {State(one.Expected)}; {State(one.Actual)}");
            terminal.Text(one.ToString());
            terminal.Line($"Journals: {Terminal.Show(folder.JournalOf(dag))}, {Terminal.Show(folder.DeployedJournalOf(dag))}");
        }

        foreach (string lone in compared.Lone)
        {
            terminal.Line(lone);
        }

        RunDifference[] differences = [.. compared.Comparisons.SelectMany(one => one.Differences).Where(difference => difference.Matters)];
        int count = differences.Length + compared.Lone.Count;
        int follow = differences.Count(difference => difference.FollowsFrom is not null);
        terminal.Line(compared.AreEqual
            ? $"compare: {compared.Comparisons.Sum(one => one.Expected.Tasks.Count)} task instances agree"
            : $"compare: {count} {(count == 1 ? "difference" : "differences")}, of which {follow} follow from others");
    }

    private static string State(Run run) => $"{run.State.ToString().ToLowerInvariant()} on {run.Target}";
}
