using System.CommandLine;
using Windtunnel.Cli.Scaffolding;

namespace Windtunnel.Cli.Verbs;

/// <summary><c>windtunnel new</c></summary>
internal static class NewVerb
{
    public static Command Create()
    {
        Argument<string> name = new("NAME") { Description = "The project's name and namespace, e.g. Orders." };
        Option<string?> source = new("--source")
        {
            Description = "A folder with Windtunnel's packages. Default: those of Windtunnel's repository, packed when needed, "
                + "else the tool's own version from the configured sources.",
            HelpName = "FOLDER",
        };
        Command command = new(
            "new",
            "Makes a DAG project with tests that pass, in a new folder.\n"
            + "Exit codes: 0 made, 2 the name or the folder will not do, 3 the packages cannot be packed.")
        {
            name, source,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            Terminal terminal = Terminal.Of(parsed);
            NewProject project = new(parsed.GetRequiredValue(name), ".");
            project.Write(await WindtunnelPackages.FindAsync(parsed.GetValue(source), terminal, cancellation));
            string folder = Terminal.Show(project.Folder);
            terminal.Line($"Made {folder}: a DAG, and tests of it. Go on with:");
            terminal.Line($"  cd {folder}");
            terminal.Line("  dotnet test");
            terminal.Line("  windtunnel run --all --project .");
        });
        return command;
    }
}
