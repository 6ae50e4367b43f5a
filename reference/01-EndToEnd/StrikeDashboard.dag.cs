using System.Data.Common;
using System.Net;
using System.Text;
using Windtunnel.Reference.Aviation;

namespace Windtunnel.Reference.EndToEnd;

/// <summary>Renders the page on wildlife strikes. The last DAG of <see cref="StrikesToDashboard"/>.</summary>
public static class StrikeDashboard
{
    public const string Id = StrikesToDashboard.Id + "_dashboard";

    private const string Doc = """
        **44_01_05 End to end, example 5**, last DAG of three: shows 1.5#1, 1.5#2, 1.5#3 together with the others.

        Runs when costs and traffic have both changed, and renders one page: the costliest species, strikes a month and, where flights were
        counted, strikes for each thousand of them. The page names the events it was made from.

        Practice: the condition says what the page needs (both), so that it is never rendered from one new half and one old one.
        Without it, the page would be rendered twice each morning, the first time wrongly.

        Connections: `local_warehouse` (SQLite), `site` (a directory).
        """;

    public static Dag Create()
    {
        var dag = new Dag(Id)
        {
            DisplayName = "StrikesToDashboard: dashboard",
            Doc = Doc,
            Tags = ["reference", "advanced", "beginner", "success"],
            Schedule = Schedule.OnAssets(StrikeStore.Costs & StrikeStore.Traffic),
            Defaults = new() { Retries = 2, RetryDelay = TimeSpan.FromMinutes(5), Owner = "wildlife" },
            MaxActiveRuns = 1,
            Json = ReferenceJson.Default,
        };
        dag.Task("render_page", RenderPage);
        return dag.Build();
    }

    /// <summary>The page appears whole or not at all: it is written beside its place and then moved there.</summary>
    private static void RenderPage(TaskContext context)
    {
        string page = Path.Combine(context.Connections["site"].Path, "strikes.html");
        using (DbConnection warehouse = StrikeStore.Open(context))
        {
            File.WriteAllText(page + ".part", Render(warehouse, context.Assets.Triggering));
        }

        File.Move(page + ".part", page, overwrite: true);
        context.Count("events.consumed", context.Assets.Triggering.Count);
    }

    private static string Render(DbConnection warehouse, IReadOnlyList<AssetEvent> events)
    {
        var page = new StringBuilder("""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>Wildlife strikes</title></head><body>
            <h1>Wildlife strikes</h1>
            <h2>Costliest species</h2>

            """);
        AddTable(page, warehouse, ["species", "strikes", "with damage", "cost in dollars"], """
            SELECT species, strikes, damaging, cost FROM species_costs ORDER BY cost DESC, strikes DESC, species LIMIT 10
            """);
        page.Append("<h2>By month</h2>\n");
        AddTable(page, warehouse, ["month", "strikes", "flights", "strikes for each 1,000 flights"], """
            SELECT month, count(*), coalesce(flights, ''), iif(flights > 0, printf('%.1f', 1000.0 * count(*) / flights), '')
            FROM strikes LEFT JOIN monthly_flights USING (month) GROUP BY month ORDER BY month
            """);
        page.Append("<p>Made from: ");
        page.AppendJoin("; ", events.Select(seen => WebUtility.HtmlEncode($"{seen.Asset.Name} {seen.ExtraJson}")));
        return page.Append("</p>\n</body></html>\n").ToString();
    }

    private static void AddTable(StringBuilder page, DbConnection warehouse, string[] columns, string query)
    {
        page.Append("<table>\n");
        AddRow(page, "th", columns);
        using DbCommand command = warehouse.Command(query);
        using DbDataReader row = command.ExecuteReader();
        while (row.Read())
        {
            AddRow(page, "td", Enumerable.Range(0, row.FieldCount).Select(i => row.GetString(i)));
        }

        page.Append("</table>\n");
    }

    private static void AddRow(StringBuilder page, string cell, IEnumerable<string> texts)
    {
        page.Append("<tr>");
        page.AppendJoin("", texts.Select(text => $"<{cell}>{WebUtility.HtmlEncode(text)}</{cell}>"));
        page.Append("</tr>\n");
    }
}
