namespace Windtunnel.Testing;

/// <summary>A run was not as a test expected. The message holds the evidence: what was expected and found, the timeline of the tasks
/// concerned, why they ended as they did, and the command that replays the run.</summary>
/// <remarks>Under NUnit and MSTest it is the inner exception of the framework's own: they count a failed assertion and no error.</remarks>
public sealed class RunAssertionException : Exception, IAssertionException
{
    private RunAssertionException(Run? run, string message)
        : base(message) => Run = run;

    /// <summary>The run that was judged; null where the expectation was about a value alone.</summary>
    public Run? Run { get; }

    /// <summary>What to throw: this, or the own exception of NUnit or MSTest around it.</summary>
    internal static Exception Of(Run run, string finding, params ReadOnlySpan<TaskInstance> concerned) =>
        TestFramework.Failure(new(run, $"{finding}\n\n{RunEvidence.Of(run, concerned)}"));

    internal static Exception OfValue(string finding) => TestFramework.Failure(new(null, finding));
}

/// <summary>xUnit.net v3 tells an assertion failure from an error by an interface of this name, wherever it is declared.</summary>
internal interface IAssertionException;
