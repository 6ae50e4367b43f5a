namespace Windtunnel.Testing;

/// <summary>What goes wrong with the calls of one operation of a cloud emulator. A value; one call experiences at most one fault.</summary>
public sealed record CloudFault
{
    private CloudFault(string name) => Name = name;

    /// <summary>How many calls experience it. Default: 1.</summary>
    public int Times { get; private init; } = 1;

    internal string Name { get; }

    internal (int Status, string Code)? Answer { get; private init; }

    internal bool IsThrottle { get; private init; }

    internal bool IsStall { get; private init; }

    internal bool IsReset { get; private init; }

    internal long? AnswerBytes { get; private init; }

    internal long RequestBytes { get; private init; }

    internal string? ResourcePrefix { get; private init; }

    /// <summary>The service's own refusal of too many requests: 503 SlowDown of S3, 429 of Google, and so on.</summary>
    public static CloudFault Throttle() => new("throttle") { IsThrottle = true };

    /// <summary>An error in the service's own form.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The status is not from 400 to 599.</exception>
    public static CloudFault Error(int status, string code)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 400);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 599);
        return new($"error {status} {code}") { Answer = (status, code) };
    }

    /// <summary>The connection breaks before anything is answered; nothing is changed in the service.</summary>
    public static CloudFault Reset() => new("reset") { IsReset = true };

    /// <summary>Nothing is answered until the client gives up; nothing is changed in the service.</summary>
    /// <remarks>A vendor's SDK gives up by the system's clock, and while it waits a run's clock is held: give the client a short timeout
    /// of its own. In front of an HTTP stub, <see cref="HttpFault.NeverAnswers"/> takes virtual time.</remarks>
    public static CloudFault Stall() => new("stall") { IsStall = true };

    /// <summary>The operation is carried out, but the connection breaks after so many bytes of the answer's body.</summary>
    public static CloudFault CutAnswerAfter(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        return new($"answer cut after {bytes} bytes") { AnswerBytes = bytes };
    }

    /// <summary>The same fault, for so many calls.</summary>
    public CloudFault Repeated(int times)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(times);
        return this with { Times = times };
    }

    /// <summary>The same fault, after so many bytes of the request's body were taken in.</summary>
    public CloudFault AfterReceiving(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        return this with { RequestBytes = bytes };
    }

    /// <summary>The same fault, only for what is named <c>bucket/key</c> or begins so.</summary>
    public CloudFault On(string resourcePrefix) => this with { ResourcePrefix = resourcePrefix };

    /// <inheritdoc/>
    public override string ToString() => ResourcePrefix is null ? Name : $"{Name} on '{ResourcePrefix}'";
}
