using System.CommandLine;
using System.Diagnostics;
using System.Globalization;

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
        Argument<string[]> groups = new("group")
        {
            Description = "Only these groups of figures: engine, stubs, databases, emulators, messages, bundles.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<bool> json = SharedOptions.Json();
        Command fuzz = Fuzz();
        Command command = new(
            "bench",
            "Measures what Windtunnel promises and prints each figure with its goal. Works in Windtunnel's repository.\n"
            + "Exit codes: 0 all goals held, 1 a goal was missed, 3 the benchmarks are not there or do not build.")
        {
            groups, quick, json, fuzz,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            Terminal terminal = Terminal.Of(parsed);
            string project = Project();
            terminal.Note("windtunnel: building the benchmarks...");
            if (!parsed.GetValue(quick) && await RunAsync(project, ["--filter", "*"], terminal, cancellation) is not 0 and int failed)
            {
                return failed;
            }

            string[] how = parsed.GetValue(json) ? ["--quick", "--json"] : ["--quick"];
            return await RunAsync(project, [.. how, .. parsed.GetValue(groups) ?? []], terminal, cancellation);
        });
        return command;
    }

    private static Command Fuzz()
    {
        Option<long> count = new("--count")
        {
            Description = "How many.",
            DefaultValueFactory = _ => 10_000_000,
        };
        Command command = new(
            "fuzz",
            "Feeds changed frames, bundles and manifests to what reads them.\n"
            + "Exit codes: 0 each was read or refused, 3 something else happened, or the benchmarks are not there or do not build.")
        {
            count,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            Project(), ["--fuzz", parsed.GetValue(count).ToString(CultureInfo.InvariantCulture)], Terminal.Of(parsed), cancellation));
        return command;
    }

    private static string Project() => Repository.PathOf("bench", "Windtunnel.Bench") is { } bench && Directory.Exists(bench)
        ? bench
        : throw new ToolException(
            ExitCode.NotLoadable,
            "There are no benchmarks here: they are part of Windtunnel's repository. Start ./windtunnel bench there.");

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
