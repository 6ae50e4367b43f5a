using System.CommandLine;
using Windtunnel.Cli.Json;
using Windtunnel.Testing.Conformance;

namespace Windtunnel.Cli.Verbs;

/// <summary><c>windtunnel conformance</c></summary>
internal static class ConformanceVerb
{
    public static Command Create()
    {
        Argument<string> folder = new("DIR") { Description = "A folder with scenario and schedule files recorded from a real Airflow." };
        Option<bool> json = SharedOptions.Json();
        Command command = new(
            "conformance",
            "Runs recorded scenarios and timetables on the embedded engine and prints where it disagrees with Airflow.\n"
            + "Scenarios with several possible outcomes are listed, not counted; other files are passed over.\n"
            + "Exit codes: 0 all agree, 1 some do not, 2 there is nothing to check, 5 a file cannot be read.")
        {
            folder, json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(folder);
            if (!Directory.Exists(path))
            {
                throw new ToolException(ExitCode.Usage, $"There is no folder '{path}'. Give one with scenario or schedule files.");
            }

            Terminal terminal = Terminal.Of(parsed);
            List<ConformanceRow> rows = [];
            await foreach (ConformanceRow row in ConformanceSuite.CheckAsync(path).WithCancellation(cancellation))
            {
                cancellation.ThrowIfCancellationRequested();
                rows.Add(row);
                if (!parsed.GetValue(json))
                {
                    Print(row, terminal);
                }
            }

            return (int)Close(rows, path, parsed.GetValue(json), terminal);
        });
        return command;
    }

    private static void Print(ConformanceRow row, Terminal terminal)
    {
        if (row.Agrees is null)
        {
            terminal.Line($"not counted, several outcomes are possible: {row.Name}");
        }
        else if (row.Agrees == false)
        {
            terminal.Line($"disagrees: {row.Name}");
            terminal.Line(row.Difference!.TrimEnd());
            terminal.Line();
        }
    }

    private static ExitCode Close(List<ConformanceRow> rows, string path, bool json, Terminal terminal)
    {
        int agree = rows.Count(row => row.Agrees == true);
        int counted = rows.Count(row => row.Agrees is not null);
        if (json)
        {
            terminal.Json(ConformanceJson.Of(rows, agree, counted), ToolJson.Readable.ConformanceJson);
        }
        else
        {
            terminal.Line($"conformance: {agree} of {counted} agree");
        }

        if (counted == 0)
        {
            terminal.Note($"windtunnel: '{path}' has no scenario or schedule file with a result to compare. Give another folder.");
            return ExitCode.Usage;
        }

        return agree == counted ? ExitCode.Success : ExitCode.Failed;
    }
}
