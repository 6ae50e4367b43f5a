using System.CommandLine;
using Windtunnel.Airflow;
using Windtunnel.Cli.Packing;
using Windtunnel.Cli.Projects;

namespace Windtunnel.Cli.Verbs;

/// <summary><c>windtunnel export</c></summary>
internal static class ExportVerb
{
    private const string Known = "3.3";

    public static Command Create()
    {
        Argument<string[]> stories = new("STORY")
        {
            Description = "A DAG's id or display name. Default: all DAGs of the project.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<string> airflow = new("--airflow")
        {
            Description = "The version of Airflow that is to read them. Only 3.3 needs stubs.",
            HelpName = "VERSION",
            DefaultValueFactory = _ => Known,
        };
        airflow.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is not Known and var version)
            {
                result.AddError($"There are no stubs for Airflow {version}. Give --airflow {Known}.");
            }
        });
        Option<string> to = new("--to")
        {
            Description = "The folder for the files, e.g. Airflow's DAG folder.",
            HelpName = "FOLDER",
            DefaultValueFactory = _ => Path.Combine("out", "dags"),
        };
        Option<string> queue = SharedOptions.Queue();
        Option<string?> project = SharedOptions.Project();
        Command command = new(
            "export",
            "Writes for each DAG the Python file that carries its structure to Airflow: its tasks as stubs, which run in the bundle.\n"
            + "Exit codes: 0 all written, 1 a DAG uses what a stub cannot carry, 2 there is no such DAG, 3 a DAG could not be loaded.")
        {
            stories, airflow, to, queue, project,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            Project opened = await Project.OpenAsync(parsed.GetValue(project), cancellation);
            IReadOnlyList<BundledDag> dags = parsed.GetValue(stories) is { Length: > 0 } named ? opened.Named(named) : opened.All;
            StubSet stubs = StubSet.Of(dags, new() { Queue = parsed.GetRequiredValue(queue) });
            Write(stubs, parsed.GetRequiredValue(to), Terminal.Of(parsed));
            return (int)(dags.Any(dag => dag.Dag is null) ? ExitCode.NotLoadable
                : stubs.Refusals.IsEmpty ? ExitCode.Success
                : ExitCode.Failed);
        });
        return command;
    }

    private static void Write(StubSet stubs, string folder, Terminal terminal)
    {
        Directory.CreateDirectory(folder);
        foreach (StubFile stub in stubs.Files)
        {
            string path = Path.Combine(folder, stub.FileName);
            File.WriteAllText(path, stub.Text);
            terminal.Line(Terminal.Show(path));
        }

        foreach (string refusal in stubs.Refusals)
        {
            terminal.Note($"windtunnel: {refusal}");
        }
    }
}
