namespace Windtunnel;

/// <summary>How many of the upstream partitions that make up a period must be there before its run starts.</summary>
public sealed record WaitPolicy
{
    private WaitPolicy(int? minimum) => Minimum = minimum;

    /// <summary>All of them: the default.</summary>
    public static WaitPolicy WaitForAll { get; } = new((int?)null);

    /// <summary>Null: all. Above zero: at least so many. Below zero: all but so many.</summary>
    public int? Minimum { get; }

    /// <param name="n">Above zero: at least n. Below zero: at most −n may be missing.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="n"/> is 0, which would wait for nothing.</exception>
    public static WaitPolicy MinimumCount(int n) => n != 0
        ? new WaitPolicy(n)
        : throw new ArgumentOutOfRangeException(
            nameof(n), n, "A minimum count of 0 waits for nothing. Give the number needed, or below zero the number that may be missing.");

    /// <param name="arrived">How many of the expected partitions are there.</param>
    /// <param name="expected">How many the period has.</param>
    public bool IsSatisfied(int arrived, int expected) => arrived >= Minimum switch
    {
        null => expected,
        > 0 and var needed => needed,
        var missing => expected + missing.Value,
    };
}
