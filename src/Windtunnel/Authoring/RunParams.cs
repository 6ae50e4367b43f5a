using System.Collections.Immutable;
using System.Text.Json;

namespace Windtunnel;

/// <summary>The params in force: the DAG's, overridden by the task's, overridden by the run's conf. Values are never converted.</summary>
internal static class RunParams
{
    /// <summary>For a whole run, when it is created.</summary>
    /// <param name="dag">The DAG.</param>
    /// <param name="conf">A JSON object; undefined or null: none. A key that is no param becomes one without a schema.</param>
    /// <exception cref="ParamException">A value is missing or does not match its schema, or the conf is no object.</exception>
    public static ParamValues Of(Dag dag, JsonElement conf) => Effective($"A run of Dag '{dag.Id}'", dag.Params, conf);

    /// <summary>For one task, when a try of it starts.</summary>
    /// <exception cref="ParamException">A value is missing or does not match its schema, or the conf is no object.</exception>
    public static ParamValues Of(TaskRef task, JsonElement conf) =>
        Effective($"Task '{task.Id}'", [.. task.Scope.Dag.Params, .. task.Spec.Params], conf);

    /// <summary>For the values a person was asked for.</summary>
    /// <exception cref="ParamException">A value is missing or does not match its schema, or what was given is no object.</exception>
    public static ParamValues Of(HumanInput question, JsonElement given) => Effective($"'{question.Subject}'", question.Params, given);

    private static ParamValues Effective(string where, ImmutableArray<Param> authored, JsonElement conf)
    {
        Dictionary<string, Param> byName = [];
        foreach (Param param in authored)
        {
            byName[param.Name] = param;
        }

        Dictionary<string, JsonElement> values = [];
        foreach (Param param in byName.Values.Where(param => param.DefaultJson is not null))
        {
            values[param.Name] = ParamValues.Parse(param.DefaultJson!);
        }

        foreach (JsonProperty given in Entries(where, conf))
        {
            values[given.Name] = given.Value.Clone();
        }

        ParamException.ThrowIfAny(where, [.. byName.Values.SelectMany(param => Check(param, values))]);
        return new(values);
    }

    /// <summary>What is wrong with a param's value, or with its having none.</summary>
    private static IEnumerable<ParamError> Check(Param param, Dictionary<string, JsonElement> values) =>
        values.TryGetValue(param.Name, out JsonElement value)
            ? param.Check(value).Select(violation => new ParamError(param.Name, violation.Path, violation.Reason))
            : [new(param.Name, "$", "has no default and was given no value.")];

    private static JsonElement.ObjectEnumerator Entries(string where, JsonElement conf) => conf.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => default,
        JsonValueKind.Object => conf.EnumerateObject(),
        _ => throw ParamException.ConfIsNoObject(where, conf),
    };
}
