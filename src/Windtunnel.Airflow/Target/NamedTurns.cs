namespace Windtunnel.Airflow.Target;

/// <summary>Lets only one at a time have a name. Thread-safe.</summary>
internal sealed class NamedTurns : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SemaphoreSlim> _names = [];

    /// <summary>Waits until all the names are free, and takes them; disposing the result frees them.</summary>
    public async Task<IDisposable> TakeAsync(IEnumerable<string> names, CancellationToken cancellation)
    {
        List<SemaphoreSlim> taken = [];
        try
        {
            // In one order everywhere, so that two that want the same names never wait for each other.
            foreach (string name in names.Order(StringComparer.Ordinal))
            {
                SemaphoreSlim turn = Of(name);
                await turn.WaitAsync(cancellation).ConfigureAwait(false);
                taken.Add(turn);
            }
        }
        catch (OperationCanceledException)
        {
            taken.ForEach(turn => turn.Release());
            throw;
        }

        return new Turn(taken);
    }

    public void Dispose()
    {
        foreach (SemaphoreSlim turn in _names.Values)
        {
            turn.Dispose();
        }
    }

    private SemaphoreSlim Of(string name)
    {
        lock (_gate)
        {
            return _names.TryGetValue(name, out SemaphoreSlim? turn) ? turn : _names[name] = new(1);
        }
    }

    private sealed class Turn(List<SemaphoreSlim> taken) : IDisposable
    {
        public void Dispose() => taken.ForEach(turn => turn.Release());
    }
}
