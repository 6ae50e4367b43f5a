using System.ComponentModel;
using System.Diagnostics;

namespace Windtunnel.Cli;

/// <summary>Runs the <c>dotnet</c> command.</summary>
internal static class DotnetCommand
{
    private static string Path => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>Runs it to its end.</summary>
    /// <returns>Its exit code and all that it printed.</returns>
    /// <exception cref="ToolException">There is no such command.</exception>
    public static async Task<(int ExitCode, string Said)> RunAsync(IEnumerable<string> arguments, CancellationToken cancellation)
    {
        using Process process = Start(arguments, redirectError: true);
        Task<string> errors = process.StandardError.ReadToEndAsync(cancellation);
        string output = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return (process.ExitCode, $"{output}{await errors}");
    }

    /// <summary>Starts it with its output redirected.</summary>
    /// <exception cref="ToolException">There is no such command.</exception>
    public static Process Start(IEnumerable<string> arguments, bool redirectError)
    {
        ProcessStartInfo start = new(Path, arguments) { RedirectStandardOutput = true, RedirectStandardError = redirectError };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new ToolException(
                ExitCode.NotLoadable,
                $"The command '{Path}' cannot be started: {e.Message} Install the .NET 10 SDK and put dotnet on the PATH.",
                e);
        }
    }

    /// <summary>What a build or a publishing that went wrong says about it: its errors, else all that it printed, or that it
    /// was silent.</summary>
    public static string Wrong(int exitCode, string said)
    {
        string[] lines = said.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string[] errors = [.. lines.Where(line => line.Contains("error", StringComparison.Ordinal)).Distinct().Take(10)];
        return lines.Length == 0
            ? $"The command ended with code {exitCode} and printed nothing, as one does that is killed, e.g. for want of memory. "
                + "Try again."
            : string.Join('\n', errors.Length > 0 ? errors : lines);
    }
}
