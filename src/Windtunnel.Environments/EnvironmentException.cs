namespace Windtunnel.Environments;

/// <summary>An environment did not come up: the message says which service, what it last wrote, and what to do.</summary>
public sealed class EnvironmentException : Exception
{
    public EnvironmentException()
    {
    }

    public EnvironmentException(string message)
        : base(message)
    {
    }

    public EnvironmentException(string message, Exception? inner)
        : base(message, inner)
    {
    }

    /// <summary>The service that failed; null where it was none.</summary>
    public string? Service { get; init; }
}
