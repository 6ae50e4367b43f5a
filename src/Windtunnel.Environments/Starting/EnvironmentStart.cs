namespace Windtunnel.Environments;

/// <summary>The one start of an environment, for which all of its tests wait.</summary>
internal sealed class EnvironmentStart : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Task<Started> _start;

    public EnvironmentStart(Func<CancellationToken, Task<Started>> start) => _start = Task.Run(() => start(_end.Token));

    /// <summary>Null: it goes on, or failed.</summary>
    public Started? UpNow => _start.IsCompletedSuccessfully ? _start.Result : null;

    public bool HasFailed => _start.IsFaulted || _start.IsCanceled;

    /// <param name="cancellation">Ends the waiting, not the start.</param>
    public Task<Started> AwaitAsync(CancellationToken cancellation) => _start.WaitAsync(cancellation);

    /// <summary>Breaks it off, or stops what came up.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await ((Task)_start).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
        if (UpNow is (var running, _, var use))
        {
            await Disposal.OfAllAsync(running.Values).ConfigureAwait(false);
            use?.Dispose();
        }
    }
}
