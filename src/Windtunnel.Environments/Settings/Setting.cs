using System.Collections.Immutable;

namespace Windtunnel.Environments;

/// <summary>How a setting reaches the tasks of a DAG.</summary>
public enum SettingKind
{
    /// <summary>As an Airflow variable.</summary>
    Variable,

    /// <summary>As an Airflow connection.</summary>
    Connection,

    /// <summary>As a param of the run.</summary>
    Param,
}

/// <summary>A setting in force.</summary>
/// <param name="Kind">How it reaches the tasks.</param>
/// <param name="Name">The variable's key, the connection's id, or the param's name.</param>
/// <param name="Shown">Its value; what is secret of it is <c>***</c>.</param>
/// <param name="Origin">Where it comes from: <c>the default</c>, <c>settings.json:7</c>, <c>AIRFLOW_VAR_LIMIT</c>, <c>the test</c>.</param>
/// <param name="Overridden">Where else it is set, without effect, the last one first.</param>
public sealed record Setting(SettingKind Kind, string Name, string Shown, string Origin, ImmutableArray<string> Overridden)
{
    /// <summary>The value itself: a secret perhaps. A variable's text, a connection as Airflow writes it, a param's JSON.</summary>
    internal string Text { get; init; } = "";

    /// <inheritdoc/>
    public override string ToString() => Overridden.IsEmpty
        ? $"{Name} = {Shown} ({Origin})"
        : $"{Name} = {Shown} ({Origin}, over {string.Join(", ", Overridden)})";
}

/// <summary>All settings in force, which are complete and of their types.</summary>
/// <param name="All">Variables, connections and params, each by name.</param>
public sealed record SettingValues(ImmutableArray<Setting> All)
{
    /// <summary>The connections by id.</summary>
    public ImmutableDictionary<string, Connection> Connections =>
        Of(SettingKind.Connection).ToImmutableDictionary(one => one.Name, one => Connection.Parse(one.Name, one.Text));

    /// <summary>The variables by key. Some may be secret.</summary>
    public ImmutableDictionary<string, string> Variables =>
        Of(SettingKind.Variable).ToImmutableDictionary(one => one.Name, one => one.Text);

    /// <summary>The params as JSON text, by name.</summary>
    public ImmutableDictionary<string, string> Params => Of(SettingKind.Param).ToImmutableDictionary(one => one.Name, one => one.Text);

    /// <summary>One line per setting, with where it comes from; secrets are masked.</summary>
    public override string ToString() => string.Join('\n', All);

    private IEnumerable<Setting> Of(SettingKind kind) => All.Where(setting => setting.Kind == kind);
}
