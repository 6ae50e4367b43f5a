using System.Diagnostics;

namespace Windtunnel.Environments;

/// <summary>Waits until a service answers real use. It asks at once, and then after waits that grow from 2 ms by half to 200 ms.</summary>
internal static class Readiness
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(200);

    // Another may have been listening on its port, or it took a connection and forgot it.
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(10);

    public static async Task AwaitAsync(Service service, ProviderKind kind, ServiceInstance running, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(service.ReadyWithin);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        var watch = Stopwatch.StartNew();
        TimeSpan wait = FirstWait;
        Exception last = new TimeoutException("it was asked and did not answer.");
        while (await TryAsync(running, either.Token).ConfigureAwait(false) is { } notYet)
        {
            cancellation.ThrowIfCancellationRequested();
            last = notYet is OperationCanceledException ? last : notYet;
            if (running.Ended is not null || limit.IsCancellationRequested)
            {
                throw Failure.ToGetReady(service, kind, running, watch.Elapsed, last);
            }

            await Task.Delay(wait, cancellation).ConfigureAwait(false);
            wait = TimeSpan.FromTicks(Math.Min(LongestWait.Ticks, wait.Ticks * 3 / 2));
        }

        await PrepareAsync(service, kind, running, cancellation).ConfigureAwait(false);
    }

    private static async Task<Exception?> TryAsync(ServiceInstance running, CancellationToken cancellation)
    {
        using var one = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        one.CancelAfter(LongestAnswer);
        try
        {
            await running.ProveReadyAsync(one.Token).ConfigureAwait(false);
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private static async Task PrepareAsync(Service service, ProviderKind kind, ServiceInstance running, CancellationToken cancellation)
    {
        try
        {
            await running.PrepareAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw Failure.ToPrepare(service, kind, running, e);
        }
    }
}
