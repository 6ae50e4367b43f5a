using System.Collections.Immutable;
using System.CommandLine;
using Windtunnel.Airflow;
using Windtunnel.Cli.Json;
using Windtunnel.Cli.Projects;
using Windtunnel.Cli.Runs;
using Windtunnel.Environments;

namespace Windtunnel.Cli.Verbs;

/// <summary><c>windtunnel doctor</c></summary>
internal static class DoctorVerb
{
    public static Command Create()
    {
        Option<Uri?> airflow = DeployedTarget.Address("--airflow");
        Option<string?> user = DeployedTarget.User();
        Option<bool> plainHttp = DeployedTarget.PlainHttp();
        Option<string?> bundle = new("--bundle")
        {
            Description = "The bundle that was deployed; it is compared with the one that tasks tell in their logs.",
            HelpName = "FILE",
        };
        Option<string> queue = SharedOptions.Queue();
        Option<string?> project = SharedOptions.Project();
        Option<string> @out = SharedOptions.Out();
        Option<bool> json = SharedOptions.Json();
        Command command = new(
            "doctor",
            "Examines this machine, or with --airflow a deployment: what is wrong, and what to do about it. A deployment is only read.\n"
            + "Exit codes: 0 nothing is broken, 1 something is, 2 wrong usage, 6 the Airflow does not answer or does not let the user in.")
        {
            airflow, user, plainHttp, bundle, queue, project, @out, json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            ImmutableArray<Finding> findings;
            if (parsed.GetValue(airflow) is { } address)
            {
                Project opened = await Project.OpenAsync(parsed.GetValue(project), cancellation);
                ExpectedDeployment expected = ExpectedOfProject.Of(
                    opened, new RunFolder(parsed.GetRequiredValue(@out)), parsed.GetValue(bundle), parsed.GetRequiredValue(queue));
                AirflowCredentials credentials = DeployedTarget.CredentialsFor(parsed.GetValue(user));
                using DeploymentDoctor doctor = DeployedTarget.Guard(
                    () => new DeploymentDoctor(address, credentials, expected, parsed.GetValue(plainHttp)));
                findings = await doctor.ExamineAsync(cancellation);
            }
            else
            {
                findings = new MachineDoctor().Examine();
            }

            Print(findings, Terminal.Of(parsed), parsed.GetValue(json));
            return (int)(findings.Any(finding => finding.Level == FindingLevel.Error) ? ExitCode.Failed : ExitCode.Success);
        });
        return command;
    }

    private static void Print(ImmutableArray<Finding> findings, Terminal terminal, bool json)
    {
        if (json)
        {
            terminal.Json([.. findings.Select(FindingJson.Of)], ToolJson.Readable.FindingJsonArray);
            return;
        }

        foreach (Finding finding in findings)
        {
            terminal.Line($"{Word(finding.Level),-8}  {finding.Check}: {finding.Text}");
            if (finding.Cure is { } cure)
            {
                terminal.Line($"          {cure}");
            }
        }

        string counts = string.Join(", ", Enum.GetValues<FindingLevel>().Reverse()
            .Select(level => $"{findings.Count(finding => finding.Level == level)} {Word(level)}"));
        terminal.Line($"doctor: {counts}");
    }

    private static string Word(FindingLevel level) => FindingJson.Name(level).Replace('_', ' ');
}
