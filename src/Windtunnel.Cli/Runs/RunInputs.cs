using System.Text.Json;
using System.Text.Json.Nodes;

namespace Windtunnel.Cli.Runs;

/// <summary>What the command line says about a run: it is laid over the local run that the project has for the DAG.</summary>
/// <param name="Seed">Null: as the local run has it.</param>
/// <param name="From">Null: as the local run has it.</param>
/// <param name="Conf">A JSON object; null: none.</param>
/// <param name="Params"><c>name=value</c> each.</param>
/// <param name="Settings">A file of settings; null: none, and the environment is not looked at either.</param>
internal sealed record RunInputs(
    ulong? Seed, DateTimeOffset? From, string? Conf, IReadOnlyList<string> Params, string? Settings = null)
{
    /// <exception cref="ToolException">The conf is no JSON object, or a param is malformed or none of the DAG's.</exception>
    public RunRequest Over(RunRequest local, Dag dag)
    {
        local = Settings is null ? local : SettingsOfRun.Over(local, dag, Settings);
        JsonObject conf = ObjectOf(local.Conf);
        foreach ((string name, JsonNode? value) in ObjectOf(Conf))
        {
            conf[name] = value?.DeepClone();
        }

        foreach (string text in Params)
        {
            (string name, string value) = Split(text);
            Param param = dag.Params.FirstOrDefault(candidate => candidate.Name == name) ?? throw Unknown(dag, name);
            conf[name] = Value(param, value);
        }

        return local with
        {
            Seed = Seed ?? local.Seed,
            StartingAt = From ?? local.StartingAt,
            LogicalDate = From is null ? local.LogicalDate : null,
            Conf = conf.Count == 0 ? null : conf.ToJsonString(),
        };
    }

    private static JsonObject ObjectOf(string? json)
    {
        try
        {
            return json is null ? [] : JsonObject.Create(JsonObjectText.Parse(json, "conf"))!;
        }
        catch (ArgumentException e)
        {
            throw new ToolException(ExitCode.Usage, e.Message.Split(" (Parameter")[0], e);
        }
    }

    private static (string Name, string Value) Split(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? (text[..equals], text[(equals + 1)..])
            : throw new ToolException(ExitCode.Usage, $"The param is '{text}'. Give name=value, e.g. --param late_minutes=30.");
    }

    /// <summary>The text read as JSON where the param takes that, else the text itself: <c>7</c> is a number to one param, text to
    /// another.</summary>
    private static JsonNode? Value(Param param, string text)
    {
        JsonNode? read = null;
        try
        {
            read = JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }

        JsonValue whole = JsonValue.Create(text);
        return !Takes(param, read) && Takes(param, whole) ? whole : read;
    }

    private static bool Takes(Param param, JsonNode? value) => param.Check(JsonSerializer.SerializeToElement(value)).Count == 0;

    private static ToolException Unknown(Dag dag, string name) => new(
        ExitCode.Usage, $"Dag '{dag.Id}' has no param '{name}'. {NearestNames.Suggest(name, dag.Params.Select(param => param.Name))}");
}
