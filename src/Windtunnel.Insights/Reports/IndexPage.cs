namespace Windtunnel.Insights.Reports;

/// <summary>The page that lists runs.</summary>
internal static class IndexPage
{
    private static readonly PageTemplate Template = new("index.html", ["common.css", "index.css"], ["index.js"]);

    public static string Render(IReadOnlyList<RunSummary> runs, string directory) => Template.Fill(
        ("summary", Summary(runs)),
        ("states", Html.Of($"{RunStates(runs)}")),
        ("rows", Html.Of($"{runs.Select(run => Row(run, directory))}")));

    private static Html Summary(IReadOnlyList<RunSummary> runs)
    {
        int tasks = runs.Sum(run => run.States.Values.Sum());
        TimeSpan elapsed = runs.Aggregate(TimeSpan.Zero, (sum, run) => sum + run.Elapsed);
        return Html.Of(
            $"{runs.Count:N0} {(runs.Count == 1 ? "run" : "runs")}, {tasks:N0} task instances, {Duration.Text(elapsed)} of virtual time");
    }

    private static IEnumerable<Html> RunStates(IReadOnlyList<RunSummary> runs) =>
        runs.CountBy(run => run.State).OrderByDescending(count => count.Key)
            .Select(count => Html.Of($"<li>{Look.Badge(count.Key)} {count.Value:N0}</li>"));

    private static Html Row(RunSummary run, string directory)
    {
        string[] path = Path.GetRelativePath(directory, run.ReportPath).Split(Path.DirectorySeparatorChar);
        string link = string.Join('/', path.Select(Uri.EscapeDataString));
        string name = run.DisplayName is null ? run.RunId : $"{run.DagId}, {run.RunId}";
        int total = run.States.Values.Sum();
        string real = run.RealElapsed is { } elapsed ? Duration.Text(elapsed) : "-";
        return Html.Of(
            $"""
            <tr>
            <td>{Look.Badge(run.State)}</td>
            <th scope="row"><a href="{link}">{run.DisplayName ?? run.DagId}</a><span class="sub">{name}</span></th>
            <td class="bar">{Look.StateBar(run.States)}<span class="sub">{Look.Words(run.States)}</span></td>
            <td class="number" data-sort="{run.Elapsed.Ticks}">{Duration.Text(run.Elapsed)}</td>
            <td class="number" data-sort="{run.RealElapsed?.Ticks ?? -1}">{real}</td>
            <td class="number" data-sort="{total}">{total:N0}</td>
            <td class="number">{run.Findings}</td>
            <td class="number">{Look.Seed(run.Seed) ?? "-"}</td>
            </tr>

            """);
    }
}
