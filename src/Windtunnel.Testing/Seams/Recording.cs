namespace Windtunnel.Testing;

/// <summary>Keeps the calls that pass a place in front of a connection, those of the latest run.</summary>
/// <example><code>.Record("orders_api", calls)</code></example>
public sealed class Recording : Stage
{
    private readonly Lock _lock = new();
    private List<RecordedCall> _calls = [];

    /// <summary>In the order in which they ended.</summary>
    public IReadOnlyList<RecordedCall> Calls
    {
        get
        {
            lock (_lock)
            {
                return [.. _calls];
            }
        }
    }

    /// <inheritdoc/>
    protected internal override StageInRun Begin(StagePlace place)
    {
        lock (_lock)
        {
            _calls = [];
        }

        return new InRun(this);
    }

    private void Add(HookCall call, DateTimeOffset began, Exception? error)
    {
        TaskContext body = call.Context;
        var recorded = new RecordedCall(
            body.TaskId, body.MapIndex, body.TryNumber, began, body.Time.GetUtcNow() - began, call.ToString(), error?.GetType().Name);
        lock (_lock)
        {
            _calls.Add(recorded);
        }
    }

    private sealed class InRun(Recording recording) : StageInRun
    {
        protected internal override async ValueTask InvokeAsync(HookCall call, Func<ValueTask> proceed)
        {
            DateTimeOffset began = call.Context.Time.GetUtcNow();
            Exception? error = null;
            try
            {
                await proceed().ConfigureAwait(false);
            }
            catch (Exception e)
            {
                error = e;
                throw;
            }
            finally
            {
                recording.Add(call, began, error);
            }
        }
    }
}

/// <summary>A call as a <see cref="Recording"/> keeps it.</summary>
/// <param name="Task">The id of the task whose body made it.</param>
/// <param name="MapIndex">-1 when it is not mapped.</param>
/// <param name="Try">1 in the first try.</param>
/// <param name="At">When it began, on the run's clock.</param>
/// <param name="Took">How long it took on the run's clock.</param>
/// <param name="Call">The operation and its target, secrets masked: <c>GET /orders</c>.</param>
/// <param name="Error">The name of the exception's type; null when it was answered.</param>
public sealed record RecordedCall(string Task, int MapIndex, int Try, DateTimeOffset At, TimeSpan Took, string Call, string? Error);
