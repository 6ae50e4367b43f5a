using System.Globalization;
using Windtunnel.Airflow;
using Windtunnel.Environments;

namespace Windtunnel.Cli;

/// <summary>What a user is told about an exception, and the exit code that goes with it.</summary>
/// <param name="ExitCode">What the process ends with.</param>
/// <param name="Message">Sentences; never a stack trace.</param>
internal sealed record Problem(ExitCode ExitCode, string Message)
{
    public static Problem Of(Exception e) => e switch
    {
        ToolException tool => new(tool.ExitCode, tool.Message),
        BundleException or DagException => new(ExitCode.NotLoadable, e.Message),
        JournalException => new(ExitCode.BadJournal, e.Message),
        AirflowException => new(ExitCode.Deployment, e.Message),
        EnvironmentException => new(ExitCode.Environment, e.Message),
        InvalidDataException => new(ExitCode.FileProblem, e.Message),
        TaskNotFoundException or ParamException => new(ExitCode.Usage, e.Message),
        OperationCanceledException => new(ExitCode.Interrupted, "Interrupted. What was finished before is kept."),
        IOException or UnauthorizedAccessException => new(ExitCode.FileProblem, $"{e.Message} Check the path and who may use it."),
        _ => new(ExitCode.Internal, $"This is an error in windtunnel: {e.GetType().Name}: {e.Message} {Kept(e)}"),
    };

    private static string Kept(Exception e)
    {
        string now = TimeProvider.System.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        string path = Path.Combine(Path.GetTempPath(), $"windtunnel-error-{now}.txt");
        try
        {
            File.WriteAllText(path, $"{Environment.CommandLine}{Environment.NewLine}{e}{Environment.NewLine}");
            return $"Please report it with {path}.";
        }
        catch (Exception unwritten) when (unwritten is IOException or UnauthorizedAccessException)
        {
            return "Please report it with the command you gave.";
        }
    }
}
