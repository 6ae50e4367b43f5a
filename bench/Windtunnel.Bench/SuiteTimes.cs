namespace Windtunnel.Bench;

/// <summary>How long a suite took. One divided by another: how their times for each test compare.</summary>
/// <param name="Total">From nothing until its server and all its databases were gone.</param>
/// <param name="Teardown">After the last test.</param>
/// <param name="Opening">Of each test, until it was connected to its database.</param>
internal sealed record SuiteTimes(TimeSpan Total, TimeSpan Teardown, List<TimeSpan> Opening)
{
    public TimeSpan PerTest => Total / Opening.Count;

    public static double operator /(SuiteTimes one, SuiteTimes other) => one.PerTest / other.PerTest;

    public TimeSpan MedianOpening => Opening.Order().ElementAt(Opening.Count / 2);
}
