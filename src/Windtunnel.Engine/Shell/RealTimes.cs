namespace Windtunnel.Engine;

/// <summary>Real time: how long bodies take, and how long the engine waits for them. Kept beside the journal, which must be the same in
/// every run.</summary>
internal sealed class RealTimes
{
#pragma warning disable RS0030 // The one place where the engine reads a real clock: to measure, and to bound waits for the world outside.
    private readonly TimeProvider _real = TimeProvider.System;
#pragma warning restore RS0030
    private readonly long _began;

    public RealTimes() => _began = _real.GetTimestamp();

    public long Now => _real.GetTimestamp();

    /// <summary>Waits for work, but no longer than <paramref name="limit"/>.</summary>
    /// <exception cref="TimeoutException">The limit passed.</exception>
    public Task WaitAsync(Task work, TimeSpan limit, CancellationToken cancellation) => work.WaitAsync(limit, _real, cancellation);

    public void Add(Row row, int stint, long began) => row.Run.Timings.Add(new(
        row.Task.Id,
        row.MapIndex,
        row.Try,
        stint,
        (long)_real.GetElapsedTime(_began, began).TotalMicroseconds,
        (long)_real.GetElapsedTime(began).TotalMicroseconds));
}
