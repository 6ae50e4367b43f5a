using System.Globalization;
using System.Text.Json;

namespace Windtunnel.Insights.Reports;

/// <summary>How states look: each has a word, a shape and a colour, so that none of them is needed to tell states apart.</summary>
internal static class Look
{
    public static string Name(RunState state) => Words(state.ToString());

    public static string Name(TaskState state) => state.ToAirflow();

    /// <summary>Airflow's spelling of a name in our code: <c>asset_triggered</c>.</summary>
    public static string Words(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    public static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string? Seed(ulong? seed) => seed?.ToString(CultureInfo.InvariantCulture);

    /// <summary>How many are in which state, e.g. <c>28 success, 1 failed</c>.</summary>
    public static string Words(IEnumerable<KeyValuePair<TaskState, int>> states) =>
        string.Join(", ", states.Select(state => $"{Number(state.Value)} {Name(state.Key)}"));

    public static Html Icon(TaskState state) => Icon(Name(state));

    public static Html Badge(RunState state) =>
        Html.Of($"""<span class="badge s-{Name(state)}">{Icon(Name(state))}{Name(state)}</span>""");

    /// <summary>A bar whose parts are as wide as the states are frequent, drawn in a hundred units.</summary>
    public static Html StateBar(IReadOnlyCollection<KeyValuePair<TaskState, int>> states)
    {
        if (states.Count == 0)
        {
            return Html.Empty;
        }

        double unit = 100.0 / states.Sum(state => state.Value);
        List<Html> parts = [];
        double x = 0;
        foreach ((TaskState state, int count) in states)
        {
            parts.Add(Html.Of($"""<rect class="s-{Name(state)}" x="{x:0.###}" width="{count * unit:0.###}" height="8"/>"""));
            x += count * unit;
        }

        return Html.Of(
            $"""
            <svg class="statebar" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label="{Words(states)}">{parts}</svg>
            """);
    }

    private static Html Icon(string state) =>
        Html.Of($"""<svg class="icon s-{state}" aria-hidden="true"><use href="#shape-{state}"/></svg>""");
}
