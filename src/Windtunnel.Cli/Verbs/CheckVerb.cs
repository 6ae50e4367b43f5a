using System.CommandLine;
using Windtunnel.Airflow;
using Windtunnel.Cli.Json;
using Windtunnel.Cli.Packing;

namespace Windtunnel.Cli.Verbs;

/// <summary><c>windtunnel check</c></summary>
internal static class CheckVerb
{
    public static Command Create()
    {
        Argument<string> bundle = SharedOptions.Bundle();
        Argument<string> folder = new("FOLDER") { Description = "The folder with the deployed stubs, e.g. Airflow's DAG folder." };
        Option<bool> json = SharedOptions.Json();
        Command command = new(
            "check",
            "Compares the deployed stubs with those that were packed with the bundle: Airflow schedules what the one says and runs\n"
            + "what is in the other.\n"
            + "Exit codes: 0 they agree, 1 they differ, 2 there is no such folder, 5 the bundle cannot be read.")
        {
            bundle, folder, json,
        };
        command.SetAction(parsed =>
        {
            Terminal terminal = Terminal.Of(parsed);
            BundleFile read = BundleText.Read(parsed.GetRequiredValue(bundle));
            string stubs = parsed.GetRequiredValue(folder);
            if (!Directory.Exists(stubs))
            {
                throw new ToolException(ExitCode.Usage, $"There is no folder '{stubs}'. Give the one that the stubs are deployed to.");
            }

            string[] dags = [.. read.Manifest?.Dags.Keys ?? []];
            string[] differences = [.. dags.SelectMany(dag => Differences(read, dag, stubs))];
            string[] problems = dags.Length == 0 ? [.. read.Verify()] : differences;
            if (parsed.GetValue(json))
            {
                terminal.Json(new ProblemsJson(problems), ToolJson.Readable.ProblemsJson);
            }
            else
            {
                Print(problems, dags.Length, terminal);
            }

            return (int)(problems.Length == 0 ? ExitCode.Success : ExitCode.Failed);
        });
        return command;
    }

    private static IEnumerable<string> Differences(BundleFile bundle, string dag, string folder)
    {
        string stub = Path.Combine(folder, $"{dag}.py");
        return bundle.CheckStub(dag, File.Exists(stub) ? File.ReadAllText(stub) : null).Select(difference => $"{dag}: {difference}");
    }

    private static void Print(string[] problems, int dags, Terminal terminal)
    {
        foreach (string problem in problems)
        {
            terminal.Line(problem);
        }

        terminal.Line(problems.Length == 0
            ? $"The deployed stubs of {BundleText.Count(dags, "DAG")} are those of the bundle."
            : "Deploy the stubs that belong to the bundle: windtunnel export writes them.");
    }
}
