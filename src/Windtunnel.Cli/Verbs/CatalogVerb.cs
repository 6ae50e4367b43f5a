using System.CommandLine;
using Windtunnel.Cli.Catalog;
using Windtunnel.Cli.Json;
using Windtunnel.Insights;

namespace Windtunnel.Cli.Verbs;

/// <summary><c>windtunnel catalog</c></summary>
internal static class CatalogVerb
{
    public static Command Create()
    {
        Option<int?> chapter = new("--chapter") { Description = "Only the rows of this chapter.", HelpName = "N" };
        Option<string?> results = new("--results")
        {
            Description = "The folder with the TRX files of the last test run. Default: out/tests.",
            HelpName = "FOLDER",
        };
        Option<bool> json = SharedOptions.Json();
        Command command = new(
            "catalog",
            "Lists what the reference DAGs must show, and which of it the last test run has shown.\n"
            + "Exit codes: 0 listed, 2 there is no such chapter, 5 the test results cannot be read.")
        {
            chapter, results, json,
        };
        command.SetAction(parsed =>
        {
            CatalogRow[] all = CatalogRow.ReadAll();
            CatalogRow[] rows = [.. all.Where(row => parsed.GetValue(chapter) is not { } only || row.Chapter == only)];
            if (rows.Length == 0)
            {
                throw new ToolException(
                    ExitCode.Usage, $"There is no chapter {parsed.GetValue(chapter)}. There are 1 to {all.Max(row => row.Chapter)}.");
            }

            string folder = parsed.GetValue(results) ?? Repository.PathOf("out", "tests") ?? Path.Combine("out", "tests");
            IReadOnlyList<TestResult> tests = TestResults.In(folder);
            Terminal terminal = Terminal.Of(parsed);
            if (tests.Count == 0)
            {
                terminal.Note(
                    $"windtunnel: There are no test results in '{folder}', so nothing counts as shown. Run ./windtunnel test.");
            }

            Print(rows, new BulletStates(tests), terminal, parsed.GetValue(json));
        });
        return command;
    }

    private static void Print(CatalogRow[] rows, BulletStates states, Terminal terminal, bool asJson)
    {
        BulletJson[] bullets =
        [
            .. rows.SelectMany(row => row.Bullets.Select(bullet =>
                new BulletJson(row.Row, row.Story, bullet.Id, bullet.Text, states[bullet].ToString().ToLowerInvariant()))),
        ];
        int shown = bullets.Count(bullet => bullet.State == "shown");
        if (asJson)
        {
            terminal.Json(new CatalogJson(bullets, shown, bullets.Length), ToolJson.Readable.CatalogJson);
            return;
        }

        foreach (CatalogRow row in rows)
        {
            terminal.Line($"{row.Row}  {row.Story}");
            foreach (CatalogBullet bullet in row.Bullets)
            {
                terminal.Line($"  {states[bullet].ToString().ToLowerInvariant(),-7}  {bullet.Id,-7}  {bullet.Text}");
            }
        }

        terminal.Line($"catalog: {shown} of {bullets.Length} shown");
    }
}
