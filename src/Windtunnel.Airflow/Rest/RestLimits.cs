namespace Windtunnel.Airflow.Rest;

/// <summary>How much of a server's time the client takes, and how long it waits.</summary>
internal sealed record RestLimits
{
    /// <summary>Calls in flight at once. A worker of the API server has 15 database connections: more calls than that can make it hang
    /// for good, and the heartbeats of running tasks with it.</summary>
    public int Parallel { get; init; } = 8;

    /// <summary>How long one call may take.</summary>
    public TimeSpan Call { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a call is sent that may be repeated.</summary>
    public int Attempts { get; init; } = 4;

    /// <summary>The pause before the first repetition; doubled before each further one.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest pause that the server may ask for.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The most bytes of one answer, unpacked: those of a log or an XCom may be many.</summary>
    public long LongestAnswer { get; init; } = 256 * 1024 * 1024;
}
