using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using Windtunnel.Testing;

namespace Windtunnel.Environments;

/// <summary>A service, and what it holds of the machine.</summary>
internal sealed record Placed(ServiceInstance Service, Site Site) : IAsyncDisposable
{
    /// <summary>Whether it goes on when this process is done with it.</summary>
    public bool IsKept { get; init; }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync().ConfigureAwait(false);
        if (!IsKept)
        {
            await Task.Run(Site.Leave).ConfigureAwait(false);
        }
    }
}

/// <summary>Brings up services, each as soon as those it depends on are ready. When one fails the others are stopped.</summary>
/// <param name="services">What is brought up.</param>
/// <param name="ownerOf">Holds what one uses of the machine.</param>
/// <param name="around">What runs already and they may depend on; null: nothing.</param>
internal sealed class Startup(
    ImmutableArray<Service> services, Func<Service, Owner> ownerOf, ImmutableDictionary<string, Placed>? around = null)
{
    private readonly ImmutableDictionary<string, Placed> _around = around ?? ImmutableDictionary<string, Placed>.Empty;
    private const int MostTries = 3;

    private readonly ConcurrentDictionary<string, Placed> _running = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<ServiceStart> _starts = [];
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    public Startup(ImmutableArray<Service> services, Owner owner, ImmutableDictionary<string, Placed>? around = null)
        : this(services, _ => owner, around)
    {
    }

    /// <exception cref="EnvironmentException">One did not come up.</exception>
    public async Task<(ImmutableDictionary<string, Placed> Running, StartReport Report)> RunAsync(CancellationToken cancellation)
    {
        LoopbackProxy.Install();
        StartOrder.Check(services, [.. _around.Keys]);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var tasks = new Dictionary<string, Lazy<Task>>(StringComparer.Ordinal);
        foreach (Service service in services)
        {
            IEnumerable<Task> dependencies = service.Dependencies.Where(tasks.ContainsKey).Select(name => tasks[name].Value);
            tasks[service.Name] = new(() => BringUpAsync(service, dependencies, stop));
        }

        try
        {
            await Task.WhenAll(tasks.Values.Select(task => task.Value)).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await Disposal.OfAllAsync(_running.Values).ConfigureAwait(false);
            throw FirstFailure(tasks.Values) ?? e;
        }

        Dictionary<string, Service> byName = services.ToDictionary(service => service.Name, StringComparer.Ordinal);
        var report = StartReport.Of(_starts, name => [.. byName[name].Dependencies.Where(byName.ContainsKey)]);
        return (_running.ToImmutableDictionary(StringComparer.Ordinal), report);
    }

    private static EnvironmentException? FirstFailure(IEnumerable<Lazy<Task>> tasks) =>
        tasks.Select(task => task.Value.Exception?.InnerException).OfType<EnvironmentException>().FirstOrDefault();

    private async Task BringUpAsync(Service service, IEnumerable<Task> dependencies, CancellationTokenSource stop)
    {
        await Task.WhenAll(dependencies).ConfigureAwait(false);
        await Task.Yield();
        TimeSpan begun = _watch.Elapsed;
        try
        {
            (Provider provider, ImmutableArray<string> reasons) = await ProviderChoice.OfAsync(service, stop.Token).ConfigureAwait(false);
            ServiceInstance running = await StartUntilReadyAsync(service, provider, stop.Token).ConfigureAwait(false);
            _starts.Add(new(service.Name, provider.Kind, reasons, running.Version, begun, _watch.Elapsed));
        }
        catch
        {
            await stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Between the choice of a port and the server's use of it another program may take it: then it is started again.</summary>
    private async Task<ServiceInstance> StartUntilReadyAsync(Service service, Provider provider, CancellationToken cancellation)
    {
        for (int tried = 1; ; tried++)
        {
            ServiceInstance running = await StartAsync(service, provider, cancellation).ConfigureAwait(false);
            try
            {
                await Readiness.AwaitAsync(service, provider.Kind, running, cancellation).ConfigureAwait(false);
                return running;
            }
            catch (EnvironmentException) when (tried < MostTries && running.Ended is not null && Failure.IsOfATakenPort(running.Output))
            {
                _running.TryRemove(service.Name, out Placed? failed);
                await failed!.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task<ServiceInstance> StartAsync(Service service, Provider provider, CancellationToken cancellation)
    {
        var connections = service.Dependencies.ToImmutableDictionary(
            name => name, name => (_running.GetValueOrDefault(name) ?? _around[name]).Service.Connection, StringComparer.Ordinal);
        var site = new Site(service.Name, ownerOf(service), connections) { Patience = service.ReadyWithin };
        try
        {
            ServiceInstance running = await provider.StartAsync(site, cancellation).ConfigureAwait(false);
            _running[service.Name] = new(running, site);
            return running;
        }
        catch (Exception e)
        {
            site.Leave();
            if (e is OperationCanceledException or EnvironmentException)
            {
                throw;
            }

            throw Failure.ToStart(service, provider.Kind, e);
        }
    }
}
