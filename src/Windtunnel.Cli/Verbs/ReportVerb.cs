using System.CommandLine;
using Windtunnel.Cli.Runs;
using Windtunnel.Insights;

namespace Windtunnel.Cli.Verbs;

/// <summary><c>windtunnel report</c></summary>
internal static class ReportVerb
{
    public static Command Create()
    {
        Argument<string[]> journals = new("JOURNAL")
        {
            Description = "Paths of journals, or DAG ids or stories of last runs. Default: all last runs under --out.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<string> @out = SharedOptions.Out();
        Option<bool> partial = SharedOptions.Partial();
        Command command = new(
            "report",
            "Writes a report of each journal, and an index of them.\n"
            + "Exit codes: 0 written, 2 there is no such run, 4 a journal cannot be read (the others are reported).")
        {
            journals, @out, partial,
        };
        command.SetAction(parsed =>
        {
            RunFolder folder = new(parsed.GetRequiredValue(@out));
            IReadOnlyList<string> names = parsed.GetValue(journals) is { Length: > 0 } given ? given : folder.Journals();
            return (int)Write(folder, names, parsed.GetValue(partial), Terminal.Of(parsed));
        });
        return command;
    }

    private static ExitCode Write(RunFolder folder, IReadOnlyList<string> names, bool partial, Terminal terminal)
    {
        if (names.Count == 0)
        {
            throw new ToolException(
                ExitCode.Usage,
                $"There is no run under '{folder.Root}' yet. Give the path of a journal, or run a DAG first: windtunnel run STORY.");
        }

        var exitCode = ExitCode.Success;
        List<RunSummary> written = [];
        foreach (string name in names)
        {
            try
            {
                (Run run, string journal) = folder.Find(name, partial);
                written.Add(RunReport.Write(run, folder.ReportFor(run, journal), Terminal.Show(journal)));
                terminal.Line($"{run.Outline.DisplayName ?? run.DagId}  {Terminal.Show(written[^1].ReportPath)}");
            }
            catch (JournalException e)
            {
                terminal.Note($"windtunnel: {e.Message}");
                exitCode = ExitCode.BadJournal;
            }
        }

        terminal.Line($"{written.Count} of {names.Count} reported. Report: {Terminal.Show(ReportIndex.Write(written, folder.Reports))}");
        return exitCode;
    }
}
