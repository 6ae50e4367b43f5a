namespace Windtunnel;

/// <summary>How a stint of a body ended.</summary>
internal abstract record Ending
{
    /// <summary>The body returned.</summary>
    /// <param name="Result">What is handed on; null: nothing.</param>
    /// <param name="Follow">A branch's answer, or false from a short circuit; null: nothing is skipped.</param>
    internal sealed record Succeeded(XComValue? Result, SkipRequest? Follow = null) : Ending;

    /// <summary>The body skipped itself.</summary>
    internal sealed record SkippedItself(TaskError Error) : Ending;

    /// <param name="Error">What it threw.</param>
    /// <param name="MayRetry">False: it fails for good, whatever its retries.</param>
    /// <param name="Delay">A delay of the body's or of a retry policy; null: the task's own.</param>
    internal sealed record Failed(TaskError Error, bool MayRetry = true, TimeSpan? Delay = null) : Ending;

    internal sealed record Rescheduled(DateTimeOffset Until) : Ending;

    internal sealed record WasDeferred(Deferral Deferral) : Ending;

    internal sealed record AsksHuman(DateTimeOffset? Deadline) : Ending;
}

/// <summary>What a branch or short circuit asks to have skipped.</summary>
/// <param name="Followed">For a branch: the ids it named, groups resolved. Null for a short circuit.</param>
internal sealed record SkipRequest(IReadOnlyCollection<TaskRef>? Followed);
