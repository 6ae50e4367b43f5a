using System.CommandLine;
using Windtunnel.Cli.Json;
using Windtunnel.Cli.Projects;
using Windtunnel.Cli.Runs;
using Windtunnel.Environments;

namespace Windtunnel.Cli.Verbs;

/// <summary><c>windtunnel env show</c></summary>
internal static class EnvShowVerb
{
    public static Command Create()
    {
        Argument<string> story = new("STORY") { Description = "A DAG's id or display name." };
        Option<string?> settings = SharedOptions.Settings();
        Option<string?> project = SharedOptions.Project();
        Option<bool> json = SharedOptions.Json();
        Command command = new(
            "show",
            "Shows the variables, connections and params that a DAG is run with, and where each comes from: the local run or the default,\n"
            + "the file of --settings, or an environment variable (AIRFLOW_VAR_KEY, AIRFLOW_CONN_ID). Secrets are masked.\n"
            + "Exit codes: 0 shown, 2 a setting is missing, malformed or unknown, 3 the DAG could not be loaded.")
        {
            story, settings, project, json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            Project opened = await Project.OpenAsync(parsed.GetValue(project), cancellation);
            BundledDag bundled = opened.Named(parsed.GetRequiredValue(story));
            Dag dag = bundled.Dag ?? throw bundled.Error!;
            DirectoryInfo scratch = Directory.CreateTempSubdirectory("windtunnel-local-");
            try
            {
                SettingValues values = SettingsOfRun.Resolve(dag, opened.Bundle.LocalRun(dag.Id, scratch), parsed.GetValue(settings));
                Print(values, Terminal.Of(parsed), parsed.GetValue(json));
            }
            finally
            {
                scratch.Delete(recursive: true);
            }

            return (int)ExitCode.Success;
        });
        return command;
    }

    private static void Print(SettingValues values, Terminal terminal, bool json)
    {
        if (json)
        {
            SettingJson[] shown = [.. values.All.Select(one => new SettingJson(
                one.Kind.ToString().ToLowerInvariant(), one.Name, one.Shown, one.Origin, [.. one.Overridden]))];
            terminal.Json(shown, ToolJson.Readable.SettingJsonArray);
            return;
        }

        terminal.Table(
            ["kind", "name", "value", "from"],
            values.All.Select(one => new[] { one.Kind.ToString().ToLowerInvariant(), one.Name, one.Shown, one.Origin }));
    }
}
