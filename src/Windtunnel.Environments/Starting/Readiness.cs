using System.Diagnostics;

namespace Windtunnel.Environments;

/// <summary>Waits until a service answers real use. It asks at once, and then after waits that grow from 2 ms by half to 200 ms.</summary>
internal static class Readiness
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(200);

    public static async Task AwaitAsync(Service service, ProviderKind kind, ServiceInstance running, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(service.ReadyWithin);
        var watch = Stopwatch.StartNew();
        TimeSpan wait = FirstWait;
        while (await TryAsync(running, limit.Token).ConfigureAwait(false) is { } notYet)
        {
            cancellation.ThrowIfCancellationRequested();
            if (running.Ended is not null || watch.Elapsed >= service.ReadyWithin)
            {
                throw Failure.ToGetReady(service, kind, running, watch.Elapsed, notYet);
            }

            await Task.Delay(wait, cancellation).ConfigureAwait(false);
            wait = TimeSpan.FromTicks(Math.Min(LongestWait.Ticks, wait.Ticks * 3 / 2));
        }

        await PrepareAsync(service, kind, running, cancellation).ConfigureAwait(false);
    }

    private static async Task<Exception?> TryAsync(ServiceInstance running, CancellationToken cancellation)
    {
        try
        {
            await running.ProveReadyAsync(cancellation).ConfigureAwait(false);
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
