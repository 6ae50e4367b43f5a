using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Windtunnel.Cli.Json;
using Windtunnel.Cli.Runs;

namespace Windtunnel.Cli.Verbs;

/// <summary><c>windtunnel env diff</c></summary>
internal static class EnvDiffVerb
{
    public static Command Create()
    {
        Argument<string> first = new("A") { Description = "A fingerprint, a journal that has one beside it, or the DAG of a last run." };
        Argument<string> second = new("B") { Description = "Another one." };
        Option<string> @out = SharedOptions.Out();
        Option<bool> json = SharedOptions.Json();
        Command command = new(
            "diff",
            "Compares what two runs stood on. What can change results is told first, then what can make runs fail, then what changes\n"
            + "durations only, each with the reason.\n"
            + "Exit codes: 0 results of the one hold in the other, 1 they may not, 2 there is no such run, 5 a file cannot be read.")
        {
            first, second, @out, json,
        };
        command.SetAction(parsed =>
        {
            RunFolder folder = new(parsed.GetRequiredValue(@out));
            Fingerprint here = Find(parsed.GetRequiredValue(first), folder);
            ImmutableArray<Drift> drifts = here.DriftsTo(Find(parsed.GetRequiredValue(second), folder));
            Print(drifts, here.Facts.Count, Terminal.Of(parsed), parsed.GetValue(json));
            return (int)(drifts.Any(drift => drift.Effect == DriftEffect.Results) ? ExitCode.Failed : ExitCode.Success);
        });
        return command;
    }

    private static Fingerprint Find(string name, RunFolder folder)
    {
        if (File.Exists(name) && name.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            return Fingerprint.Load(name);
        }

        (Run run, string journal) = folder.Find(name);
        Fingerprint found = run.Fingerprint ?? throw new ToolException(
            ExitCode.Usage, $"The run of '{Terminal.Show(journal)}' has no fingerprint beside it. Run the DAG again to get one.");
        return found.With("seed", run.Seed?.ToString(CultureInfo.InvariantCulture));
    }

    private static void Print(ImmutableArray<Drift> drifts, int facts, Terminal terminal, bool json)
    {
        if (json)
        {
            terminal.Json([.. drifts.Select(DriftJson.Of)], ToolJson.Readable.DriftJsonArray);
            return;
        }

        foreach (Drift drift in drifts)
        {
            terminal.Line($"{drift.Effect.ToString().ToLowerInvariant(),-8}  {drift}");
        }

        int grave = drifts.Count(drift => drift.Effect == DriftEffect.Results);
        terminal.Line(drifts.IsEmpty
            ? $"env diff: {facts} facts agree"
            : $"env diff: {drifts.Length} {(drifts.Length == 1 ? "fact differs" : "facts differ")}, {grave} of which can change results");
    }
}
