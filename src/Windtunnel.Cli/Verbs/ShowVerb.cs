using System.CommandLine;
using System.Text.Json;
using Windtunnel.Cli.Projects;
using Windtunnel.Insights;

namespace Windtunnel.Cli.Verbs;

/// <summary><c>windtunnel show</c></summary>
internal static class ShowVerb
{
    public static Command Create()
    {
        Argument<string> story = new("STORY") { Description = "A DAG's id or display name." };
        Option<bool> mermaid = new("--mermaid") { Description = "Print the graph in Mermaid's language, and nothing else." };
        Option<string?> project = SharedOptions.Project();
        Option<bool> json = SharedOptions.Json();
        Command command = new(
            "show",
            "Shows a DAG: its settings, its params and its graph.\n"
            + "Exit codes: 0 shown, 2 there is no such DAG, 3 the project or the DAG could not be loaded.")
        {
            story, mermaid, project, json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            BundledDag bundled = (await Project.OpenAsync(parsed.GetValue(project), cancellation)).Named(parsed.GetRequiredValue(story));
            Dag dag = bundled.Dag ?? throw bundled.Error!;
            Terminal terminal = Terminal.Of(parsed);
            if (parsed.GetValue(json))
            {
                terminal.Line(JsonSerializer.Serialize(dag.Outline(), JournalJsonContext.Default.DagOutline));
            }
            else if (parsed.GetValue(mermaid))
            {
                terminal.Text(DagGraph.ToMermaid(dag.Outline()));
            }
            else
            {
                Print(dag, terminal);
            }
        });
        return command;
    }

    private static void Print(Dag dag, Terminal terminal)
    {
        terminal.Line(dag.DisplayName is null ? dag.Id : $"{dag.DisplayName} ({dag.Id})");
        terminal.Line($"Schedule: {dag.Schedule?.ToString() ?? "none"}");
        if (!dag.Params.IsEmpty)
        {
            IEnumerable<string> values = dag.Params.Select(param => $"{param.Name} = {param.DefaultJson ?? "(must be given)"}");
            terminal.Line($"Params: {string.Join(", ", values)}");
        }

        if (!dag.Tags.IsEmpty)
        {
            terminal.Line($"Tags: {string.Join(", ", dag.Tags)}");
        }

        if (dag.Doc is not null)
        {
            terminal.Line();
            terminal.Line(dag.Doc.Trim());
        }

        terminal.Line();
        terminal.Text(DagGraph.ToText(dag.Outline()));
    }
}
