namespace Windtunnel.Cli;

/// <summary>The command cannot go on; the message says where, what was found and what to do next.</summary>
internal sealed class ToolException(ExitCode exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    public ExitCode ExitCode { get; } = exitCode;
}
