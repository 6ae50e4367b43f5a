using System.CommandLine;
using Windtunnel.Airflow;
using Windtunnel.Cli.Json;
using Windtunnel.Cli.Packing;

namespace Windtunnel.Cli.Verbs;

/// <summary><c>windtunnel inspect</c></summary>
internal static class InspectVerb
{
    public static Command Create()
    {
        Argument<string> bundle = SharedOptions.Bundle();
        Option<bool> source = new("--source") { Description = "Print the packed sources, and nothing else." };
        Option<bool> json = SharedOptions.Json();
        Command command = new(
            "inspect",
            "Shows what is in a bundle: its executable, its DAGs, its sources.\n"
            + "Exit codes: 0 shown, 1 the file is no bundle, 5 it cannot be read.")
        {
            bundle, source, json,
        };
        command.SetAction(parsed =>
        {
            Terminal terminal = Terminal.Of(parsed);
            BundleFile read = BundleText.Read(parsed.GetRequiredValue(bundle));
            if (parsed.GetValue(json))
            {
                terminal.Json(BundleJson.Of(read), ToolJson.Readable.BundleJson);
            }
            else if (parsed.GetValue(source))
            {
                terminal.Text(read.Source);
            }
            else
            {
                Print(read, terminal);
            }

            return (int)(read.Manifest is null ? ExitCode.Failed : ExitCode.Success);
        });
        return command;
    }

    private static void Print(BundleFile bundle, Terminal terminal)
    {
        terminal.Line($"Bundle: {Terminal.Show(bundle.File.FullName)}, {BundleText.Size(bundle.File.Length)}");
        if (bundle.Manifest is not { } manifest)
        {
            terminal.Note($"windtunnel: {string.Join(' ', bundle.Verify())}");
            return;
        }

        string processor = bundle.Architecture?.ToString() ?? "no known processor";
        terminal.Line($"Executable: {BundleText.Size(bundle.ExecutableLength)}, for {processor}");
        terminal.Line($"SHA-256: {bundle.ExecutableDigest}");
        terminal.Line($"Supervisor schema: {manifest.SchemaVersion ?? "none"}");
        terminal.Line($"Sources: {BundleText.Count(bundle.Source.Count(letter => letter == '\n'), "line")}; --source prints them");
        terminal.Line();
        terminal.Table(
            ["DAG", "TASKS", "STUB"],
            manifest.Dags.Select(dag => (string[])[dag.Key, $"{dag.Value.Length}", bundle.HasStub(dag.Key) ? "packed along" : "none"]));
    }
}
