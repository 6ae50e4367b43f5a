using System.CommandLine;
using System.Diagnostics;

namespace Windtunnel.Cli.Verbs;

/// <summary><c>windtunnel bench</c></summary>
internal static class BenchVerb
{
    public static Command Create()
    {
        Option<bool> quick = new("--quick")
        {
            Description = "Only the figures that have goals, in about a minute; without BenchmarkDotNet's long measurements.",
        };
        Option<bool> json = SharedOptions.Json();
        Command command = new(
            "bench",
            "Measures what Windtunnel promises and prints each figure with its goal. Works in Windtunnel's repository.\n"
            + "Exit codes: 0 all goals held, 1 a goal was missed, 3 the benchmarks are not there or do not build.")
        {
            quick, json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            Terminal terminal = Terminal.Of(parsed);
            string project = Repository.PathOf("bench", "Windtunnel.Bench") is { } bench && Directory.Exists(bench)
                ? bench
                : throw new ToolException(
                    ExitCode.NotLoadable,
                    "There are no benchmarks here: they are part of Windtunnel's repository. Start ./windtunnel bench there.");
            terminal.Note("windtunnel: building the benchmarks...");
            if (!parsed.GetValue(quick) && await RunAsync(project, ["--filter", "*"], terminal, cancellation) is not 0 and int failed)
            {
                return failed;
            }

            return await RunAsync(project, parsed.GetValue(json) ? ["--quick", "--json"] : ["--quick"], terminal, cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(string project, string[] arguments, Terminal terminal, CancellationToken cancellation)
    {
        using Process bench = DotnetCommand.Start(["run", "-c", "Release", "--project", project, "--", .. arguments], redirectError: false);
        while (await bench.StandardOutput.ReadLineAsync(cancellation) is { } line)
        {
            terminal.Line(line);
        }

        await bench.WaitForExitAsync(cancellation);
        return bench.ExitCode is 0 or 1 ? bench.ExitCode : (int)ExitCode.NotLoadable;
    }
}
