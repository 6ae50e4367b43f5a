using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Windtunnel.Cli.Runs;
using Windtunnel.Cli.Verbs;

namespace Windtunnel.Cli;

/// <summary>The command line as a whole: its verbs, and the boundary at which what went wrong becomes a message and an exit code.</summary>
internal static class CommandLine
{
    public const string ExitCodes = """
        Exit codes: 0 success; 1 a run failed or a check did not hold; 2 wrong usage or unknown name; 3 a project, assembly or DAG
        cannot be loaded; 4 a journal cannot be read; 5 a file cannot be read or written; 6 an Airflow cannot be reached, refuses, or does
        not end a run; 70 an error in windtunnel; 130 interrupted.
        """;

    public static async Task<int> InvokeAsync(
        IReadOnlyList<string> arguments, TextWriter output, TextWriter error, CancellationToken cancellation = default)
    {
        try
        {
            RootCommand root = Create();
            ParseResult parsed = root.Parse(arguments);
            if (parsed.Action is ParseErrorAction || UnknownOptions(parsed).Any())
            {
                return Refuse(parsed, error);
            }

            InvocationConfiguration configuration = new()
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = GraceOf(parsed),
            };
            return await parsed.InvokeAsync(configuration, cancellation);
        }
        catch (Exception e)
        {
            Problem problem = Problem.Of(e);
            await error.WriteLineAsync($"windtunnel: {problem.Message}");
            return (int)problem.ExitCode;
        }
    }

    /// <summary>How long a command may take to end when it is interrupted. What it changed on a deployment is put back first.</summary>
    internal static TimeSpan GraceOf(ParseResult parsed) =>
        TimeSpan.FromSeconds(DeployedTarget.IsGiven(parsed) ? 65 : 2);

    internal static RootCommand Create() => new($"Runs, explains and judges workflow DAGs in virtual time.\n\n{ExitCodes}")
    {
        RunVerb.Create(),
        ListVerb.Create(),
        ShowVerb.Create(),
        ExplainVerb.Create(),
        ReplayVerb.Create(),
        CompareVerb.Create(),
        ReportVerb.Create(),
        CatalogVerb.Create(),
        BenchVerb.Create(),
        ConformanceVerb.Create(),
        NewVerb.Create(),
        PackVerb.Create(),
        InspectVerb.Create(),
        VerifyVerb.Create(),
        ExportVerb.Create(),
        CheckVerb.Create(),
        DoctorVerb.Create(),
        EnvVerb.Create(),
    };

    /// <summary>Mistyped options, which would else be taken for the name of a DAG.</summary>
    private static IEnumerable<string> UnknownOptions(ParseResult parsed) => parsed.CommandResult.Children.OfType<ArgumentResult>()
        .SelectMany(argument => argument.Tokens).Select(token => token.Value).Where(text => text.StartsWith('-'));

    /// <summary>As it is called: <c>windtunnel env diff</c>.</summary>
    private static string PathOf(SymbolResult result) => result switch
    {
        CommandResult { Command: RootCommand } => "windtunnel",
        CommandResult { Parent: { } parent } command => $"{PathOf(parent)} {command.Command.Name}",
        _ => "windtunnel",
    };

    private static int Refuse(ParseResult parsed, TextWriter error)
    {
        Command command = parsed.CommandResult.Command;
        string[] unknown = [.. UnknownOptions(parsed), .. parsed.UnmatchedTokens];
        string[] messages = (command, unknown) switch
        {
            (RootCommand, [var verb, ..]) => [$"There is no command '{verb}'."],
            (RootCommand, _) => ["Say what to do, e.g. 'windtunnel list' or 'windtunnel run --all'."],
            (_, [var option, ..]) => [$"'{command.Name}' knows no '{option}'."],
            _ => [.. parsed.Errors.Select(problem => problem.Message)],
        };
        foreach (string message in messages.Distinct())
        {
            error.WriteLine($"windtunnel: {message}");
        }

        IEnumerable<string> known = command.Subcommands.Select(verb => verb.Name)
            .Concat(command.Options.Select(option => option.Name))
            .Concat(parsed.RootCommandResult.Command.Options.Select(option => option.Name));
        if (unknown.Length > 0 && NearestNames.To(unknown[0], known) is { Count: > 0 } near)
        {
            error.WriteLine($"Did you mean {string.Join(" or ", near.Select(name => $"'{name}'"))}?");
        }

        string path = PathOf(parsed.CommandResult);
        error.WriteLine($"'{path} --help' says what it takes.");
        return (int)ExitCode.Usage;
    }
}
