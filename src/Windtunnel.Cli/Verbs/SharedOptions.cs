using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Windtunnel.Cli.Verbs;

/// <summary>Options that several verbs have. Each verb gets its own: an option belongs to one command.</summary>
internal static class SharedOptions
{
    private static readonly string[] InstantFormats =
        ["yyyy-MM-dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"];

    public static Option<string?> Project() => new("--project")
    {
        Description = "A project (.csproj), an assembly (.dll) or a folder with one project. Default: the reference DAGs in Windtunnel's "
            + "repository, else the project in the current folder.",
        HelpName = "PATH",
    };

    public static Option<string> Out() => new("--out")
    {
        Description = "The folder for journals and reports.",
        HelpName = "FOLDER",
        DefaultValueFactory = _ => "out",
    };

    public static Argument<string> Bundle() => new("BUNDLE") { Description = "A bundle: what 'windtunnel pack' wrote." };

    public static Option<string> Queue() => new("--queue")
    {
        Description = "The queue that leads to the bundles, for tasks without a queue of their own.",
        HelpName = "NAME",
        DefaultValueFactory = _ => new Airflow.StubOptions().Queue,
    };

    public static Option<string[]> Param() =>
        new("--param") { Description = "Set a param of the DAG; may be repeated.", HelpName = "NAME=VALUE" };

    public static Option<string?> Conf() =>
        new("--conf") { Description = "What the run is triggered with, a JSON object.", HelpName = "JSON" };

    public static Option<string?> Settings()
    {
        Option<string?> settings = new("--settings")
        {
            Description = "A JSON file of variables, connections and params, laid over those of the local run; over it the environment "
                + "variables AIRFLOW_VAR_KEY and AIRFLOW_CONN_ID.",
            HelpName = "FILE",
        };
        settings.Validators.Add(result =>
        {
            // Services would come up first, and what is wrong in a file is told after that.
            if (result.GetValueOrDefault<string?>() is { } file && !File.Exists(file))
            {
                result.AddError($"There is no file '{file}' of settings.");
            }
        });
        return settings;
    }

    public static Option<bool> Json() => new("--json") { Description = "Print JSON, for a program to read." };

    public static Option<bool> Partial() =>
        new("--partial") { Description = "Read a truncated or altered journal as far as it goes, in place of refusing it." };

    public static Option<ulong?> Seed() => new("--seed")
    {
        Description = "A whole number that decides every choice a real deployment leaves open. Default: the engine's fixed order.",
        HelpName = "NUMBER",
        CustomParser = result => ulong.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed)
            ? seed
            : Refuse<ulong?>(result, $"The seed is '{result.Tokens[0].Value}'. Give a whole number from 0 to {ulong.MaxValue}."),
    };

    public static Option<DateTimeOffset?> From() => new("--from")
    {
        Description = "The instant at which the run's clock starts, e.g. 2026-01-01T03:00Z; UTC where it names no offset.",
        HelpName = "INSTANT",
        CustomParser = result => DateTimeOffset.TryParseExact(
            result.Tokens[0].Value, InstantFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset start)
            ? start
            : Refuse<DateTimeOffset?>(
                result, $"The instant is '{result.Tokens[0].Value}'. Give one like 2026-01-01 or 2026-01-01T03:00Z."),
    };

    private static T? Refuse<T>(ArgumentResult result, string message)
    {
        result.AddError(message);
        return default;
    }
}
