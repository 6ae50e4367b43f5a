using Windtunnel.Airflow.Rest;

namespace Windtunnel.Airflow.Checks;

/// <summary>A deployment under examination.</summary>
/// <param name="Api">How it is read.</param>
/// <param name="Expected">What it should have.</param>
/// <param name="Time">The clock of the one who looks.</param>
internal sealed record Examined(AirflowApi Api, ExpectedDeployment Expected, TimeProvider Time)
{
    private const int MostNamed = 5;

    /// <summary>Whose ages are told: that of the server where it tells it, so that clocks that differ do not matter.</summary>
    public async Task<DateTimeOffset> NowAsync(CancellationToken cancellation) =>
        await Api.DateAsync(cancellation).ConfigureAwait(false) ?? Time.GetUtcNow();

    /// <summary>A list in a sentence, cut where it grows long.</summary>
    public static string Names(IReadOnlyCollection<string> names)
    {
        string shown = string.Join(", ", names.Take(MostNamed).Select(name => $"'{name}'"));
        return names.Count > MostNamed ? $"{shown} and {names.Count - MostNamed} more" : shown;
    }
}
