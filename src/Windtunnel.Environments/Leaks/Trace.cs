namespace Windtunnel.Environments;

/// <summary>Something a test may leave.</summary>
/// <param name="Key">No other thing is given it later; of things that are only counted, how many there are.</param>
/// <param name="Sentence">What is told of it, and what to do.</param>
/// <param name="IsCounted">Whether nobody knows which of several it is, so that those who hold it may change unseen.</param>
internal sealed record Trace(string Key, string Sentence, bool IsCounted = false)
{
    /// <summary>So many that are only counted.</summary>
    public static IEnumerable<Trace> Counted(int count, string key, string sentence) =>
        Enumerable.Range(1, Math.Max(0, count)).Select(number => new Trace($"{key} #{number}", sentence, IsCounted: true));
}
