using System.CommandLine;
using Windtunnel.Cli.Json;
using Windtunnel.Cli.Projects;
using Windtunnel.Cli.Runs;
using Windtunnel.Engine;

namespace Windtunnel.Cli.Verbs;

/// <summary><c>windtunnel replay</c></summary>
internal static class ReplayVerb
{
    public static Command Create()
    {
        Argument<string> journal = new("JOURNAL")
        {
            Description = "A journal's path, or the DAG id, story or run id of a last run under --out.",
        };
        Option<string?> project = SharedOptions.Project();
        Option<string> @out = SharedOptions.Out();
        Option<bool> json = SharedOptions.Json();
        Command command = new(
            "replay",
            "Derives a run from its journal, runs its DAG again with the same start, seed and conf, and compares both journals.\n"
            + "Connections are those of the project's local run.\n"
            + "Exit codes: 0 byte-equal, 1 they differ, 3 the DAG is not there to be run again, 4 the journal cannot be read.")
        {
            journal, project, @out, json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            (Run recorded, string path) = new RunFolder(parsed.GetRequiredValue(@out)).Find(parsed.GetRequiredValue(journal));
            Terminal terminal = Terminal.Of(parsed);
            if (!parsed.GetValue(json))
            {
                Print(recorded, terminal);
            }

            ReplayedRun replayed = await RunAgainAsync(recorded, path, parsed.GetValue(project), cancellation);
            if (parsed.GetValue(json))
            {
                terminal.Json(ReplayJson.Of(recorded, replayed), ToolJson.Readable.ReplayJson);
            }
            else
            {
                Print(replayed, terminal);
            }

            return (int)(replayed.IsEqual ? ExitCode.Success : ExitCode.Failed);
        });
        return command;
    }

    private static async Task<ReplayedRun> RunAgainAsync(Run recorded, string journal, string? project, CancellationToken cancellation)
    {
        Project opened;
        BundledDag bundled;
        try
        {
            opened = await Project.OpenAsync(project, cancellation);
            bundled = opened.Named(recorded.DagId);
        }
        catch (ToolException e)
        {
            throw new ToolException(
                ExitCode.NotLoadable, $"The DAG cannot be run again. {e.Message} Give --project the one it comes from.", e);
        }

        if (recorded.Type != RunType.Manual)
        {
            throw new ToolException(
                ExitCode.NotLoadable, $"The run is of type {recorded.Type}: only manual runs can be run again by themselves.");
        }

        using var files = new ReplayFiles(journal);
        Dag dag = bundled.Dag ?? throw bundled.Error!;
        await using LocalWorld world = await LocalWorld.OpenAsync(opened, dag.Id, files.Directory, cancellation);
        return await Replay.RunAsync(recorded, dag, world.Request, cancellation);
    }

    private static void Print(Run run, Terminal terminal)
    {
        string states = string.Join(
            ", ", run.Tasks.CountBy(task => task.State).OrderBy(some => some.Key).Select(some => $"{some.Value} {some.Key.ToAirflow()}"));
        terminal.Line($"Run: {run.RunId} of {run.Outline.DisplayName ?? run.DagId}, seed {run.Seed?.ToString(provider: null) ?? "none"}");
        terminal.Line($"Recorded: {run.State.ToString().ToLowerInvariant()} ({run.Reason}), {run.Tasks.Count} tasks: {states}; "
            + $"virtual time {Duration.Text(run.Elapsed)}; {run.Journal.Count} entries");
    }

    private static void Print(ReplayedRun replayed, Terminal terminal)
    {
        if (replayed.IsEqual)
        {
            terminal.Line("Replayed: the journal is byte-equal.");
            return;
        }

        terminal.Line($"Replayed: {replayed.Run.State.ToString().ToLowerInvariant()} ({replayed.Run.Reason}). "
            + $"The journals differ from line {replayed.Line} on:");
        terminal.Line($"  recorded: {replayed.Recorded}");
        terminal.Line($"  replayed: {replayed.Replayed}");
        terminal.Line("The DAG has changed, its connections lead elsewhere, or a body reads something that no seed decides.");
    }
}
