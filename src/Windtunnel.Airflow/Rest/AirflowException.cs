using System.Net;

namespace Windtunnel.Airflow;

/// <summary>A deployment cannot be reached, refuses a call, or cannot run what it was asked to. The message says where, what was found and
/// what to do next, and holds no secret.</summary>
public sealed class AirflowException : Exception
{
    internal AirflowException(string message, HttpStatusCode? status = null, Exception? inner = null)
        : base(message, inner) => Status = status;

    /// <summary>What the server answered with; null when it did not answer, or when the call itself succeeded.</summary>
    public HttpStatusCode? Status { get; }

    /// <summary>Whether the server took the call; where it is not known it may have.</summary>
    internal CallFate Fate { get; init; }

    /// <summary>When the server wants to be asked again; null when it does not say.</summary>
    internal TimeSpan? RetryAfter { get; init; }
}

/// <summary>What became of a call that failed.</summary>
internal enum CallFate
{
    /// <summary>The server answered.</summary>
    Answered,

    /// <summary>It went out, and no answer came back.</summary>
    Unknown,

    /// <summary>It never went out.</summary>
    NotSent,
}
