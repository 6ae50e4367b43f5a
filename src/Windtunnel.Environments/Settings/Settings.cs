using System.Collections;
using System.Text.Json;

namespace Windtunnel.Environments;

/// <summary>Which settings DAGs need, and the layers they come from: a later layer counts more. They reach tasks as Airflow variables,
/// connections and params.</summary>
/// <example><code>
/// SettingValues settings = new Settings()
///     .Variable(Param.Of("late_minutes", 15)).Connection("partner_api")
///     .FromFile("settings.json").FromEnvironment().Resolve();
/// </code></example>
public sealed class Settings
{
    private const string Default = "the default";
    private const string Test = "the test";
    private const string VariablePrefix = "AIRFLOW_VAR_";
    private const string ConnectionPrefix = "AIRFLOW_CONN_";

    private readonly Dictionary<(SettingKind Kind, string Name), Param?> _declared = [];
    private readonly List<GivenSetting> _given = [];
    private readonly List<string> _problems = [];

    /// <summary>Declares a variable: name, type and default are the param's. One without a default must be set.</summary>
    public Settings Variable(Param declaration)
    {
        ArgumentNullException.ThrowIfNull(declaration);
        return Declare(SettingKind.Variable, declaration.Name, declaration, TextOf(declaration));
    }

    /// <summary>Declares a connection.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="fallback">Where it leads when no layer says; null: one must.</param>
    public Settings Connection(string id, Connection? fallback = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        return Declare(SettingKind.Connection, id, null, fallback?.ToUri());
    }

    /// <summary>Declares the params of a DAG.</summary>
    public Settings ParamsOf(Dag dag)
    {
        ArgumentNullException.ThrowIfNull(dag);
        foreach (Param param in dag.Params)
        {
            Declare(SettingKind.Param, param.Name, param, param.DefaultJson);
        }

        return this;
    }

    /// <summary>A layer: a JSON file with the objects <c>variables</c>, <c>connections</c> and <c>params</c>. A secret is a reference in
    /// it: <c>{"env": "NAME"}</c> or <c>{"file": "/path"}</c>.</summary>
    /// <remarks>What is wrong with it is told by <see cref="Resolve"/>.</remarks>
    public Settings FromFile(string path) => FromFile(path, Environment.GetEnvironmentVariable);

    /// <summary>A layer: the environment variables by which Airflow's workers are given variables and connections,
    /// <c>AIRFLOW_VAR_KEY</c> and <c>AIRFLOW_CONN_ID</c>.</summary>
    public Settings FromEnvironment() => FromEnvironment(Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal));

    /// <summary>A layer of the test: one variable.</summary>
    public Settings WithVariable(string key, string value) => Give(new(SettingKind.Variable, key, value, Test));

    /// <summary>A layer of the test: one connection, as Airflow writes it.</summary>
    public Settings WithConnection(string id, string connection) => Give(new(SettingKind.Connection, id, connection, Test));

    /// <summary>A layer of the test: one param, as JSON text.</summary>
    public Settings WithParam(string name, string json) => Give(new(SettingKind.Param, name, json, Test));

    /// <summary>Puts the layers together.</summary>
    /// <exception cref="SettingsException">Settings are missing, malformed, unknown, or secrets that stand in a file.</exception>
    public SettingValues Resolve()
    {
        List<string> problems = [.. _problems];
        foreach (GivenSetting unknown in _given.Where(given => !_declared.ContainsKey((given.Kind, given.Name))))
        {
            problems.Add($"{unknown.Origin}: There is no {Word(unknown.Kind)} '{unknown.Name}'. "
                + NearestNames.Suggest(unknown.Name, Names(unknown.Kind)));
        }

        List<Setting> all = [];
        foreach (((SettingKind kind, string name), Param? declaration) in _declared)
        {
            GivenSetting[] given = [.. _given.Where(one => one.Kind == kind && one.Name == name)];
            if (given.Length == 0)
            {
                problems.Add(Missing(kind, name));
            }
            else if (ProblemOf(given[^1], declaration) is { } problem)
            {
                problems.Add(problem);
            }
            else
            {
                all.Add(new(kind, name, Shown(given[^1]), given[^1].Origin, [.. given[..^1].Reverse().Select(one => one.Origin)])
                {
                    Text = given[^1].Text,
                });
            }
        }

        return problems.Count == 0
            ? new([.. all.OrderBy(setting => setting.Kind).ThenBy(setting => setting.Name, StringComparer.Ordinal)])
            : throw new SettingsException(problems);
    }

    internal Settings FromFile(string path, Func<string, string?> variable)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        SettingsLayer layer = SettingsFile.Read(path, variable);
        _problems.AddRange(layer.Problems);
        _given.AddRange(layer.Given);
        return this;
    }

    internal Settings FromEnvironment(IReadOnlyDictionary<string, string> environment)
    {
        ReadEnvironment(environment, VariablePrefix, SettingKind.Variable);
        ReadEnvironment(environment, ConnectionPrefix, SettingKind.Connection);
        return this;
    }

    private void ReadEnvironment(IReadOnlyDictionary<string, string> environment, string prefix, SettingKind kind)
    {
        Dictionary<string, string> declared = Names(kind).ToDictionary(name => prefix + name.ToUpperInvariant(), StringComparer.Ordinal);
        foreach ((string name, string value) in environment.Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal)))
        {
            if (declared.TryGetValue(name, out string? setting))
            {
                _given.Add(new(kind, setting, value, name, SensitiveKeys.Contains(setting)));
            }
            else if (NearestNames.To(name, declared.Keys) is [var near, ..])
            {
                // Others are for other DAGs.
                _problems.Add($"{name}: No {Word(kind)} is read from this environment variable. Did you mean '{near}'?");
            }
        }
    }

    private Settings Declare(SettingKind kind, string name, Param? declaration, string? fallback)
    {
        _declared[(kind, name)] = declaration;
        return fallback is null ? this : Give(new(kind, name, fallback, Default));
    }

    private Settings Give(GivenSetting setting)
    {
        _given.Add(setting);
        return this;
    }

    private IEnumerable<string> Names(SettingKind kind) => _declared.Keys.Where(key => key.Kind == kind).Select(key => key.Name);

    private static string Missing(SettingKind kind, string name) => kind switch
    {
        SettingKind.Param => $"The param '{name}' is not set. Set it in the file, under \"params\".",
        _ => $"The {Word(kind)} '{name}' is not set. Set it in the file, or in "
            + $"{(kind == SettingKind.Variable ? VariablePrefix : ConnectionPrefix)}{name.ToUpperInvariant()}.",
    };

    private static string? ProblemOf(GivenSetting given, Param? declaration)
    {
        if (given.Kind == SettingKind.Connection)
        {
            try
            {
                _ = Windtunnel.Connection.Parse(given.Name, given.Text);
                return null;
            }
            catch (FormatException e)
            {
                return $"{given.Origin}: {e.Message}";
            }
        }

        JsonElement value = declaration is null ? default : ValueOf(declaration, given);
        return declaration is null || declaration.Check(value) is not [var violation, ..]
            ? null
            : $"{given.Origin}: The {Word(given.Kind)} '{given.Name}' {(given.IsSecret ? "is not of its type." : violation.Reason)}";
    }

    /// <summary>The text read as JSON where the declaration takes that, else the text itself.</summary>
    private static JsonElement ValueOf(Param declaration, GivenSetting given)
    {
        JsonElement text = JsonSerializer.SerializeToElement(given.Text, SettingsJson.Default.String);
        try
        {
            JsonElement read = JsonElement.Parse(given.Text);
            return given.Kind == SettingKind.Param || declaration.Check(read).Count == 0 ? read
                : declaration.Check(text).Count == 0 ? text
                : read;
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private static string Shown(GivenSetting given) => given switch
    {
        { Kind: SettingKind.Connection } => Windtunnel.Connection.Parse(given.Name, given.Text).ToString(),
        { IsSecret: true } => SecretMask.Replacement,
        _ when SensitiveKeys.Contains(given.Name) => SecretMask.Replacement,
        _ => SensitiveKeys.Mask(given.Text),
    };

    private static string? TextOf(Param declaration) => declaration.DefaultJson is null ? null
        : JsonElement.Parse(declaration.DefaultJson) is { ValueKind: JsonValueKind.String } text ? text.GetString()
        : declaration.DefaultJson;

    private static string Word(SettingKind kind) => kind.ToString().ToLowerInvariant();
}

[System.Text.Json.Serialization.JsonSerializable(typeof(string))]
internal sealed partial class SettingsJson : System.Text.Json.Serialization.JsonSerializerContext;
