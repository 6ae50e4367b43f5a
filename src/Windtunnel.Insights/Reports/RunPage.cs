using System.Globalization;

namespace Windtunnel.Insights.Reports;

/// <summary>The page of one run. What is needed first is markup and readable without scripts; the rest is drawn from the data.</summary>
internal static class RunPage
{
    private const int MostFailuresShown = 8;

    private static readonly PageTemplate Template = new(
        "run.html",
        ["common.css", "run.css"],
        ["format.js", "clipboard.js", "model.js", "scale.js", "grid.js", "layout.js", "graph.js", "details.js", "run.js"]);

    public static string Render(Run run, string? journalPath) => Template.Fill(
        ("title", Html.Text($"{run.Outline.DisplayName ?? run.DagId} - {Look.Name(run.State)} - {run.RunId}")),
        ("dag", Html.Text(run.Outline.DisplayName ?? run.DagId)),
        ("runId", Html.Text(run.RunId)),
        ("badge", Look.Badge(run.State)),
        ("reason", Html.Text(run.Reason ?? "not ended")),
        ("facts", Html.Of($"{Facts(run)}")),
        ("commands", Html.Of($"{Commands(run, journalPath)}")),
        ("states", Look.StateBar([.. run.Tasks.CountBy(task => task.State).OrderBy(count => count.Key)])),
        ("attention", Attention(run)),
        ("inputs", Html.Of($"{Inputs(run)}")),
        ("assets", Assets(run)),
        ("data", RunData.Write(run)));

    private static IEnumerable<Html> Facts(Run run)
    {
        (string Name, string? Value)[] facts =
        [
            ("Dag", run.Outline.DisplayName is null ? null : run.DagId),
            ("Virtual time", Duration.Text(run.Elapsed)),
            ("Real time", run.Timings is { All.Count: > 0 } timings ? Duration.Text(timings.Elapsed) : "not recorded"),
            ("Task instances", Look.Number(run.Tasks.Count)),
            ("Seed", Look.Seed(run.Seed) ?? (run.Order is null ? "none: the fixed order" : "none")),
            ("Order", run.Order),
            ("Started", Instant(run.StartedAt)),
            ("Logical date", Instant(run.LogicalDate)),
            ("Data interval", run.Interval is { } interval ? $"{Instant(interval.Start)} to {Instant(interval.End)}" : null),
            ("Type", Look.Words(run.Type.ToString())),
            ("Partition", run.PartitionKey),
            ("Ran on", run.Target),
            ("Commit", Commit(run.Fingerprint)),
        ];
        return facts.Where(fact => fact.Value is not null)
            .Select(fact => Html.Of($"<div><dt>{fact.Name}</dt><dd>{fact.Value}</dd></div>"));
    }

    private static string? Commit(Fingerprint? fingerprint) => fingerprint?.Facts.GetValueOrDefault("commit") is { } commit
        ? $"{commit[..Math.Min(12, commit.Length)]}{(fingerprint.Facts.GetValueOrDefault("dirty") == "yes" ? ", changed since" : "")}"
        : null;

    private static IEnumerable<Html> Commands(Run run, string? journalPath)
    {
        string seed = Look.Seed(run.Seed) is { } number ? $" --seed {number}" : "";
        string again = $"windtunnel run {ShellWord.Of(run.DagId)}{seed}";
        string[] commands = journalPath is null ? [again] : [$"windtunnel replay {ShellWord.Of(journalPath)}", again];
        return commands.Select(command => Html.Of(
            $"""<li><code>{command}</code><button type="button" class="copy" data-copy="{command}">Copy</button></li>"""));
    }

    private static Html Attention(Run run)
    {
        TaskInstance[] failed = [.. run.Tasks.Where(task => task.State == TaskState.Failed || task is { Cause: not null, End: null })];
        if (failed.Length == 0 && run.Findings.Count == 0)
        {
            return Html.Empty;
        }

        IEnumerable<Html> findings = run.Findings.Select(finding => Html.Of($"<li><code>{finding.Code}</code> {finding.Text}</li>"));
        IEnumerable<Html> failures = failed.Take(MostFailuresShown).Select(task => Failure(run, task));
        int hidden = failed.Length - MostFailuresShown;
        Html more = hidden > 0 ? Html.Of($"<li>and {hidden:N0} more below.</li>") : Html.Empty;
        return Html.Of(
            $"""
            <section class="attention" aria-labelledby="attention-title">
            <h2 id="attention-title">What to look at</h2>
            <ul>{findings}{failures}{more}</ul>
            </section>
            """);
    }

    // The sentence begins with the name in quotes; here it begins with a link.
    private static Html Failure(Run run, TaskInstance task) => Html.Of(
        $"""
        <li>{Look.Icon(task.State)}<a href="{Anchor(task)}">{task.ToString()}</a>{InstanceSentences.About(run,
            task)[$"'{task}'".Length..]}</li>
        """);

    private static string Anchor(TaskInstance task) =>
        string.Create(CultureInfo.InvariantCulture, $"#task={Uri.EscapeDataString(task.TaskId)}&index={task.MapIndex}");

    private static IEnumerable<Html> Inputs(Run run)
    {
        (string Name, string? Text)[] inputs =
        [
            ("Conf", run.Conf), ("Params", run.Params), ("Description", run.Outline.Doc), ("Environment", run.Fingerprint?.ToString()),
        ];
        return inputs.Where(input => input.Text is not null).Select(input => Html.Of(
            $"""<details class="input"><summary>{input.Name}</summary><pre tabindex="0">{input.Text}</pre></details>"""));
    }

    private static Html Assets(Run run)
    {
        if (run.AssetEvents.Count == 0)
        {
            return Html.Empty;
        }

        IEnumerable<Html> rows = run.AssetEvents.Select(asset => Html.Of(
            $"""
            <tr>
            <td><code>{asset.Name}</code></td><td><code>{asset.Uri}</code></td><td><code>{asset.Task}</code></td>
            <td>{asset.PartitionKey}</td><td><code>{asset.Extra}</code></td>
            </tr>

            """));
        return Html.Of(
            $"""
            <section aria-labelledby="assets-title">
            <h2 id="assets-title">Assets changed</h2>
            <div class="scroll" tabindex="0" role="region" aria-labelledby="assets-title">
            <table>
            <thead><tr><th>Asset</th><th>URI</th><th>By task</th><th>Partition</th><th>Extra</th></tr></thead>
            <tbody>{rows}</tbody>
            </table>
            </div>
            </section>
            """);
    }

    private static string? Instant(DateTimeOffset? at) =>
        at?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture);
}
