using System.Globalization;
using System.Text.Json;

namespace Windtunnel.Insights;

/// <summary>The first place in which two JSON values differ, and why they may.</summary>
/// <param name="Where">The path to it, e.g. <c>.rows[2]</c>; empty for the value itself.</param>
/// <param name="Expected">What is there in the first.</param>
/// <param name="Actual">What is there in the second.</param>
/// <param name="Cause">The likely cause, in sentences.</param>
internal sealed record JsonDifference(string Where, string Expected, string Actual, string Cause)
{
    private const int LongestShown = 60;
    private const double Rounding = 1e-9;

    /// <summary>Null when they are the same. The order of an object's members does not count, nor does how a number is written.</summary>
    /// <param name="expected">JSON text; null: nothing is there.</param>
    /// <param name="actual">JSON text; null: nothing is there.</param>
    public static JsonDifference? Between(string? expected, string? actual)
    {
        if (expected == actual)
        {
            return null;
        }

        if (expected is null || actual is null)
        {
            return new("", Shown(expected), Shown(actual), "Only one of the two bodies handed it on.");
        }

        using var mine = JsonDocument.Parse(expected);
        using var theirs = JsonDocument.Parse(actual);
        return Between("", mine.RootElement, theirs.RootElement);
    }

    // Recursion is bounded by JsonDocument, which reads at most 64 levels.
    private static JsonDifference? Between(string path, JsonElement mine, JsonElement theirs)
    {
        if (JsonElement.DeepEquals(mine, theirs))
        {
            return null;
        }

        switch (mine.ValueKind, theirs.ValueKind)
        {
            case (JsonValueKind.Object, JsonValueKind.Object):
                string member = mine.EnumerateObject().Concat(theirs.EnumerateObject()).Select(property => property.Name)
                    .First(name => !mine.TryGetProperty(name, out JsonElement left) || !theirs.TryGetProperty(name, out JsonElement right)
                        || !JsonElement.DeepEquals(left, right));
                return mine.TryGetProperty(member, out JsonElement one) && theirs.TryGetProperty(member, out JsonElement other)
                    ? Between($"{path}.{member}", one, other)
                    : new($"{path}.{member}", Member(mine, member), Member(theirs, member), "One has a member that the other lacks.");

            case (JsonValueKind.Array, JsonValueKind.Array)
                when mine.GetArrayLength() == theirs.GetArrayLength() && !IsReordered(mine, theirs):
                int at = mine.EnumerateArray().Zip(theirs.EnumerateArray()).Index()
                    .First(pair => !JsonElement.DeepEquals(pair.Item.First, pair.Item.Second)).Index;
                return Between(string.Create(CultureInfo.InvariantCulture, $"{path}[{at}]"), mine[at], theirs[at]);

            default:
                return new(path, Shown(mine.GetRawText()), Shown(theirs.GetRawText()), CauseOf(mine, theirs));
        }
    }

    private static string CauseOf(JsonElement mine, JsonElement theirs) => (mine.ValueKind, theirs.ValueKind) switch
    {
        (JsonValueKind.Array, JsonValueKind.Array) when IsReordered(mine, theirs) =>
            "They are the same items in another order: sort them, or the order is left open by what they come from.",
        (JsonValueKind.Array, JsonValueKind.Array) => "The lists have different lengths: compare what the body reads.",
        (JsonValueKind.Number, JsonValueKind.Number) when IsRounding(mine.GetDouble(), theirs.GetDouble()) =>
            "They differ by rounding: compare with a tolerance, or round before handing on.",
        (JsonValueKind.String, JsonValueKind.String) when mine.TryGetDateTimeOffset(out _) && theirs.TryGetDateTimeOffset(out _) =>
            "Both are instants: a body that asks for the present time gets another one in every run. Derive it from the logical date.",
        (JsonValueKind.String, JsonValueKind.String) when Path.IsPathRooted(mine.GetString()) && Path.IsPathRooted(theirs.GetString()) =>
            "Both are paths, which differ from machine to machine. Hand on a path relative to a connection.",
        (JsonValueKind.String, JsonValueKind.String) when mine.TryGetGuid(out _) && theirs.TryGetGuid(out _) =>
            "Both are random ids. Derive them from what they stand for.",
        (JsonValueKind.String, JsonValueKind.Number) or (JsonValueKind.Number, JsonValueKind.String) =>
            "One is text, the other a number: a type of Python's or of .NET's was written differently.",
        _ => "Compare what the body reads: its inputs, connections, variables, params and the date, and whether it draws at random.",
    };

    private static bool IsReordered(JsonElement mine, JsonElement theirs) =>
        mine.GetArrayLength() == theirs.GetArrayLength()
        && Canonical(mine).SequenceEqual(Canonical(theirs));

    private static IEnumerable<string> Canonical(JsonElement list) =>
        list.EnumerateArray().Select(item => item.GetRawText()).Order(StringComparer.Ordinal);

    private static bool IsRounding(double mine, double theirs) =>
        Math.Abs(mine - theirs) <= Rounding * Math.Max(Math.Abs(mine), Math.Abs(theirs));

    private static string Member(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out JsonElement value) ? Shown(value.GetRawText()) : Shown(null);

    private static string Shown(string? json) => json is null ? "not there"
        : json.Length <= LongestShown ? json
        : $"{json[..LongestShown]}...";
}
