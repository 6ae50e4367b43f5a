using System.CommandLine;
using Windtunnel.Cli.Packing;

namespace Windtunnel.Cli.Verbs;

/// <summary><c>windtunnel pack</c></summary>
internal static class PackVerb
{
    public static Command Create()
    {
        Argument<string?> project = new("PROJECT")
        {
            Description = "A project (.csproj) or a folder with one. Default: as --project of other commands.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string?> to = new("--to") { Description = "The bundle to write. Default: out/bundles/NAME.", HelpName = "FILE" };
        Option<string> queue = SharedOptions.Queue();
        Command command = new(
            "pack",
            "Makes a project one executable that a worker of Airflow starts for each task: native code, sources, manifest and trailer.\n"
            + "The same sources give the same bytes.\n"
            + "Exit codes: 0 packed, 1 packed, but Airflow would not take it, 3 the project does not build or publish, 5 a file problem.")
        {
            project, to, queue,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            Terminal terminal = Terminal.Of(parsed);
            BundlePack packed = await BundlePack.RunAsync(
                parsed.GetValue(project),
                parsed.GetValue(to),
                new() { Queue = parsed.GetRequiredValue(queue) },
                terminal,
                cancellation);
            return (int)Print(packed, terminal);
        });
        return command;
    }

    private static ExitCode Print(BundlePack packed, Terminal terminal)
    {
        foreach (string doubt in packed.Warnings.Concat(packed.Refusals))
        {
            terminal.Note($"windtunnel: {doubt}");
        }

        string path = Terminal.Show(packed.File.File.FullName);
        string dags = BundleText.Count(packed.File.Manifest!.Dags.Count, "DAG");
        string processor = packed.File.Architecture?.ToString().ToLowerInvariant() ?? "an unknown processor";
        string digest = packed.File.ExecutableDigest!;
        terminal.Line($"Packed {path}: {BundleText.Size(packed.File.File.Length)}, {dags}, {processor}, SHA-256 {digest}.");
        string[] problems = [.. packed.File.Verify()];
        foreach (string problem in problems)
        {
            terminal.Note($"windtunnel: {problem}");
        }

        return problems.Length == 0 ? ExitCode.Success : ExitCode.Failed;
    }
}
