using System.Text.Json.Nodes;
using Windtunnel.Environments;

namespace Windtunnel.Cli.Runs;

/// <summary>Lays a file of settings and the environment over the local run that a project has for a DAG.</summary>
internal static class SettingsOfRun
{
    /// <param name="dag">Whose params are known.</param>
    /// <param name="local">Whose connections and variables are known.</param>
    /// <param name="file">Null: none.</param>
    /// <exception cref="ToolException">A setting is missing, malformed or unknown.</exception>
    public static SettingValues Resolve(Dag dag, RunRequest local, string? file)
    {
        Settings settings = new Settings().ParamsOf(dag);
        foreach (Connection connection in local.Connections.Values)
        {
            settings.Connection(connection.Id, connection);
        }

        foreach ((string key, string value) in local.Variables)
        {
            settings.Variable(Param.Of(key, value));
        }

        if (file is not null)
        {
            settings.FromFile(file);
        }

        try
        {
            return settings.FromEnvironment().Resolve();
        }
        catch (SettingsException e)
        {
            throw new ToolException(ExitCode.Usage, e.Message, e);
        }
    }

    /// <summary>The local run with the settings of a file and of the environment in place of its own.</summary>
    /// <exception cref="ToolException">A setting is missing, malformed or unknown.</exception>
    public static RunRequest Over(RunRequest local, Dag dag, string file)
    {
        SettingValues values = Resolve(dag, local, file);
        JsonObject conf = [];
        foreach ((string name, string json) in values.Params)
        {
            conf[name] = JsonNode.Parse(json);
        }

        return local with
        {
            Connections = local.Connections.SetItems(values.Connections),
            Variables = local.Variables.SetItems(values.Variables),
            Conf = conf.Count == 0 ? local.Conf : conf.ToJsonString(),
        };
    }
}
