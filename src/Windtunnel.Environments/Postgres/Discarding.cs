using System.Threading.Channels;
using Npgsql;

namespace Windtunnel.Environments;

/// <summary>Removes what tests are done with, one after the other, while the next tests run.</summary>
internal sealed class Discarding
{
    private readonly Channel<Func<Task>> _queue = Channel.CreateUnbounded<Func<Task>>(new() { SingleReader = true });
    private readonly Task _worker;
    private volatile bool _isOver;

    public Discarding() => _worker = Task.Run(WorkAsync);

    public void Add(Func<Task> remove) => _queue.Writer.TryWrite(remove);

    /// <param name="finish">False: what is left in the queue will go by other means.</param>
    public async Task EndAsync(bool finish)
    {
        _isOver = !finish;
        _queue.Writer.TryComplete();
        await _worker.ConfigureAwait(false);
    }

    private async Task WorkAsync()
    {
        await foreach (Func<Task> remove in _queue.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            if (_isOver)
            {
                return;
            }

            try
            {
                await remove().ConfigureAwait(false);
            }
            catch (NpgsqlException)
            {
                // The server is gone, or will be: the next owner drops what is left in one that is not ours.
            }
        }
    }
}
