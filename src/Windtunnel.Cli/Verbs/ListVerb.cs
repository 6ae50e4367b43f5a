using System.CommandLine;
using Windtunnel.Cli.Json;
using Windtunnel.Cli.Projects;

namespace Windtunnel.Cli.Verbs;

/// <summary><c>windtunnel list</c></summary>
internal static class ListVerb
{
    public static Command Create()
    {
        Option<string?> project = SharedOptions.Project();
        Option<bool> json = SharedOptions.Json();
        Command command = new(
            "list", "Lists the DAGs of a project.\nExit codes: 0 all could be loaded, 3 the project or a DAG could not.")
        {
            project, json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            Project opened = await Project.OpenAsync(parsed.GetValue(project), cancellation);
            Terminal terminal = Terminal.Of(parsed);
            if (parsed.GetValue(json))
            {
                terminal.Json([.. opened.All.Select(dag => DagJson.Of(dag, NeedsOf(opened, dag.Id)))], ToolJson.Readable.DagJsonArray);
            }
            else
            {
                Print(opened, terminal);
            }

            return (int)(opened.All.Any(dag => dag.Error is not null) ? ExitCode.NotLoadable : ExitCode.Success);
        });
        return command;
    }

    private static void Print(Project project, Terminal terminal)
    {
        if (project.All.Count == 0)
        {
            terminal.Line($"{project.Name} has no DAGs. Add one to its bundle.");
            return;
        }

        terminal.Table(
            ["STORY", "DAG", "TASKS", "SCHEDULE", "TAGS", "SERVICES"],
            project.All.Where(dag => dag.Dag is not null).Select(dag => Row(dag.Dag!, NeedsOf(project, dag.Id) ?? [])));
        foreach (BundledDag broken in project.All.Where(dag => dag.Error is not null))
        {
            terminal.Note($"windtunnel: {broken.Error!.Message}");
        }
    }

    private static NeedJson[]? NeedsOf(Project project, string dagId) => NeedJson.Of(project.Environments.For(dagId));

    private static string[] Row(Dag dag, NeedJson[] services) =>
    [
        dag.DisplayName ?? dag.Id, dag.Id, $"{dag.Tasks.Count}", dag.Schedule?.ToString() ?? "none", string.Join(", ", dag.Tags),
        string.Join(", ", services.AsEnumerable()),
    ];
}
