using System.CommandLine;
using System.Globalization;
using Windtunnel.Cli.Json;
using Windtunnel.Cli.Runs;

namespace Windtunnel.Cli.Verbs;

/// <summary><c>windtunnel explain</c></summary>
internal static class ExplainVerb
{
    public static Command Create()
    {
        Argument<string> run = new("RUN") { Description = "A journal's path, or the DAG id, story or run id of a last run under --out." };
        Argument<string> task = new("TASK") { Description = "A task's id, with its map index where it has one: price[3]." };
        Option<string> @out = SharedOptions.Out();
        Option<bool> partial = SharedOptions.Partial();
        Option<bool> json = SharedOptions.Json();
        Command command = new(
            "explain",
            "Says why a task ran or did not, down to the first cause.\n"
            + "Exit codes: 0 explained, 2 there is no such run or task, 4 the journal cannot be read.")
        {
            run, task, @out, partial, json,
        };
        command.SetAction(parsed =>
        {
            (string id, int? index) = Split(parsed.GetRequiredValue(task));
            RunFolder folder = new(parsed.GetRequiredValue(@out));
            Explanation explanation = folder.Find(parsed.GetRequiredValue(run), parsed.GetValue(partial)).Run.Explain(id, index);
            Terminal terminal = Terminal.Of(parsed);
            if (parsed.GetValue(json))
            {
                terminal.Json([.. explanation.Steps.Select(StepJson.Of)], ToolJson.Readable.StepJsonArray);
            }
            else
            {
                terminal.Line(explanation.ToString());
            }
        });
        return command;
    }

    private static (string Id, int? Index) Split(string task)
    {
        int open = task.IndexOf('[', StringComparison.Ordinal);
        if (open < 0)
        {
            return (task, null);
        }

        return task[^1] == ']' && int.TryParse(task[(open + 1)..^1], NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            ? (task[..open], index)
            : throw new ToolException(ExitCode.Usage, $"The task is '{task}'. Give its id, or its id and a map index like price[3].");
    }
}
