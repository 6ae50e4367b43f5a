using System.Collections.Concurrent;
using System.Collections.Immutable;
using Windtunnel.Airflow.Protocol;
using Windtunnel.Engine;

namespace Windtunnel.Testing.Supervisor;

/// <summary>Runs the bodies of one engine in processes of their own. When it is disposed, none of them is left.</summary>
internal sealed class ProcessBodies(
    string bundle, SupervisorLimits limits, ImmutableDictionary<string, Trigger> triggers) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<BundleProcess, bool> _running = new();

    public Func<int, Misbehaviour?> Misbehaves { get; init; } = _ => null;

    public Action<int>? Started { get; init; }

    /// <summary>Continues on the engine's scheduler, as a body in this process does.</summary>
    public async ValueTask<Ending> RunAsync(AttemptStint stint)
    {
        var server = new StintServer(stint);
        var supervisor = new TaskSupervisor(bundle, limits)
        {
            Misbehaviour = Misbehaves(stint.Row.Try),
            Started = process =>
            {
                _running[process] = true;
                Started?.Invoke(process.Id);
            },
            Ended = process => _running.TryRemove(process, out _),
        };
        SupervisedTask ended = await supervisor.RunAsync(FirstFrame.Of(stint), server, stint.Cancellation);
        if (EndOf(ended.Ending) - server.Now is { } ahead && ahead > TimeSpan.Zero)
        {
            // The body waited in real time, on a timer of its own: the run's clock follows.
            await stint.Host.DelayAsync(ahead, stint.Cancellation);
        }

        return new ProcessEnding(stint, server, triggers).Of(ended);
    }

    public async ValueTask DisposeAsync()
    {
        // Those of a run that was given up: nothing continues on its scheduler any more.
        await Task.WhenAll(_running.Keys.Select(process => process.StopAsync(limits.Grace))).ConfigureAwait(false);
    }

    private static DateTimeOffset? EndOf(Message? ending) => ending switch
    {
        SucceedTask succeeded => succeeded.EndDate,
        RetryTask retried => retried.EndDate,
        RescheduleTask rescheduled => rescheduled.EndDate,
        Airflow.Protocol.TaskState state => state.EndDate,
        _ => null,
    };
}
