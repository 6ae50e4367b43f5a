using System.CommandLine;
using System.Runtime.InteropServices;
using Windtunnel.Airflow;
using Windtunnel.Cli.Json;
using Windtunnel.Cli.Packing;

namespace Windtunnel.Cli.Verbs;

/// <summary><c>windtunnel verify</c></summary>
internal static class VerifyVerb
{
    public static Command Create()
    {
        Argument<string> bundle = SharedOptions.Bundle();
        Option<string?> dag = new("--dag") { Description = "A DAG that the bundle must have.", HelpName = "ID" };
        Option<Architecture?> @for = new("--for")
        {
            Description = "The processor of the workers, e.g. x64 or arm64. Default: this machine's.",
            HelpName = "PROCESSOR",
        };
        Option<bool> json = SharedOptions.Json();
        Command command = new(
            "verify",
            "Says why Airflow would not take a bundle: digest, trailer, manifest, schema version, execute bits, processor.\n"
            + "Airflow itself says 'cannot find executable bundle' for nearly all of it.\n"
            + "Exit codes: 0 Airflow takes it, 1 it does not, 5 the file cannot be read.")
        {
            bundle, dag, @for, json,
        };
        command.SetAction(parsed =>
        {
            Terminal terminal = Terminal.Of(parsed);
            BundleFile read = BundleText.Read(parsed.GetRequiredValue(bundle));
            string[] problems = [.. read.Verify(parsed.GetValue(dag), parsed.GetValue(@for))];
            if (parsed.GetValue(json))
            {
                terminal.Json(new ProblemsJson(problems), ToolJson.Readable.ProblemsJson);
            }
            else
            {
                Print(read, problems, terminal);
            }

            return (int)(problems.Length == 0 ? ExitCode.Success : ExitCode.Failed);
        });
        return command;
    }

    private static void Print(BundleFile bundle, string[] problems, Terminal terminal)
    {
        foreach (string problem in problems)
        {
            terminal.Line(problem);
        }

        terminal.Line(problems.Length == 0
            ? $"Airflow takes {Terminal.Show(bundle.File.FullName)} for {BundleText.Count(bundle.Manifest!.Dags.Count, "DAG")}."
            : $"Airflow would not take {Terminal.Show(bundle.File.FullName)}: {BundleText.Count(problems.Length, "problem")}.");
    }
}
