using System.CommandLine;
using Windtunnel.Airflow;
using Windtunnel.Cli.Packing;
using Windtunnel.Cli.Projects;
using Windtunnel.Cli.Runs;
using Windtunnel.Engine;
using Windtunnel.Insights;
using Windtunnel.Testing;

namespace Windtunnel.Cli.Verbs;

/// <summary><c>windtunnel run</c></summary>
internal static class RunVerb
{
    public static Command Create()
    {
        Argument<string[]> stories = new("STORY") { Description = "A DAG's id or display name.", Arity = ArgumentArity.ZeroOrMore };
        Option<bool> all = new("--all") { Description = "Run every DAG of the project." };
        Option<ulong?> seed = SharedOptions.Seed();
        Option<DateTimeOffset?> from = SharedOptions.From();
        Option<string[]> param = SharedOptions.Param();
        Option<string?> conf = SharedOptions.Conf();
        Option<string?> settings = SharedOptions.Settings();
        Option<bool> asBundle = new("--as-bundle")
        {
            Description = "Run each body in a process of its own, as Airflow does: the project is packed first, unless --bundle names one.",
        };
        Option<string?> bundle = new("--bundle") { Description = "The bundle to run bodies in; implies --as-bundle.", HelpName = "FILE" };
        Option<string?> project = SharedOptions.Project();
        Option<string> @out = SharedOptions.Out();
        Option<bool> json = SharedOptions.Json();
        Command command = new(
            "run",
            "Runs DAGs in virtual time, each in a world of its own, or on a real Airflow, and writes a journal and a report of each.\n"
            + "Exit codes: 0 all succeeded, 1 a run failed, 2 wrong usage, 3 a DAG could not be loaded, 6 an Airflow cannot run it,\n"
            + "7 a service that it needs cannot be brought up; of several, the highest.")
        {
            stories, all, seed, from, param, conf, settings, asBundle, bundle, project, @out, json,
        };
        DeployedTarget deployed = DeployedTarget.OptionsOf(command, "--on", required: false);
        command.Validators.Add(result =>
        {
            if (result.GetValue(all) == result.GetValue(stories) is { Length: > 0 })
            {
                result.AddError("Name the DAGs to run, or say --all; 'windtunnel list' shows them.");
            }
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            Project opened = await Project.OpenAsync(parsed.GetValue(project), cancellation);
            IReadOnlyList<BundledDag> dags = parsed.GetValue(all) ? opened.Leading : opened.Named(parsed.GetRequiredValue(stories));
            RunInputs inputs = new(
                parsed.GetValue(seed), parsed.GetValue(from), parsed.GetValue(conf), parsed.GetValue(param) ?? [],
                parsed.GetValue(settings));
            RunFolder folder = new(parsed.GetRequiredValue(@out));
            Terminal terminal = Terminal.Of(parsed);
            string? packed = parsed.GetValue(bundle);
            if (packed is null && parsed.GetValue(asBundle))
            {
                packed = (await BundlePack.RunAsync(parsed.GetValue(project), null, new(), terminal, cancellation)).File.File.FullName;
            }

            using AirflowTarget? airflow = deployed.Of(parsed);
            RunDags runDags = airflow is not null ? airflow.RunAsync
                : packed is null ? new EmbeddedEngine().RunAsync
                : new BundleTarget(packed).RunAsync;
            RunPrinter printer = RunPrinter.For(terminal, dags, opened.FollowersOf(dags), parsed.GetValue(json));
            LocalRuns runs = new(opened, folder, inputs, runDags) { WhenUp = printer.Up };
            return (int)await RunAsync(runs, dags, folder, printer, cancellation);
        });
        return command;
    }

    private static async Task<ExitCode> RunAsync(
        LocalRuns runs, IReadOnlyList<BundledDag> dags, RunFolder folder, RunPrinter printer, CancellationToken cancellation)
    {
        List<FinishedRun> finished = [];
        string index = "";
        try
        {
            await printer.WatchAsync(async () =>
            {
                for (int i = 0; i < dags.Count; i++)
                {
                    printer.Begin(dags[i], i);
                    foreach (FinishedRun run in await runs.RunAsync(dags[i], cancellation))
                    {
                        finished.Add(run);
                        printer.End(run);
                    }
                }
            });
        }
        finally
        {
            // Also of what was finished when the user interrupted.
            index = ReportIndex.Write(finished.Select(run => run.Summary).OfType<RunSummary>(), folder.Reports);
        }

        printer.Close(finished, index);
        return finished.Count == 0 ? ExitCode.Success : finished.Max(run => run.ExitCode);
    }
}
