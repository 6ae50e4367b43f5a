using System.CommandLine;
using Windtunnel.Cli.Projects;

namespace Windtunnel.Cli.Verbs;

/// <summary><c>windtunnel env fingerprint</c></summary>
internal static class EnvFingerprintVerb
{
    public static Command Create()
    {
        Option<string?> to = new("--to") { Description = "Write it to a file, for 'windtunnel env diff'.", HelpName = "FILE" };
        Option<string?> project = SharedOptions.Project();
        Command command = new(
            "fingerprint",
            "Takes the fingerprint of what runs on this machine stand on: system, runtime, culture, time zone data, packages of the\n"
            + "project, commit, and some environment variables, none of which holds a secret.\n"
            + "Exit codes: 0 taken, 3 the project could not be loaded, 5 the file cannot be written.")
        {
            to, project,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            Project opened = await Project.OpenAsync(parsed.GetValue(project), cancellation);
            Terminal terminal = Terminal.Of(parsed);
            if (parsed.GetValue(to) is { } file)
            {
                opened.Fingerprint.Value.Save(file);
                terminal.Line($"{opened.Fingerprint.Value.Facts.Count} facts are in {Terminal.Show(file)}.");
            }
            else
            {
                terminal.Text(opened.Fingerprint.Value.ToString());
            }

            return (int)ExitCode.Success;
        });
        return command;
    }
}
