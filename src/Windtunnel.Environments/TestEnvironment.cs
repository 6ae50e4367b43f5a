using System.Collections.Immutable;

namespace Windtunnel.Environments;

/// <summary>Services around tests: declared once, started together when first needed, and gone when it is disposed of.</summary>
/// <remarks>Thread-safe once all services are added. Many tests may share one: each gets its own part of every service.</remarks>
public sealed class TestEnvironment : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private ImmutableArray<Service> _services = [];
    private Task<(ImmutableDictionary<string, Placed> Running, StartReport Report)>? _started;

    /// <summary>The services, in the order in which they were added.</summary>
    public ImmutableArray<Service> Services => _services;

    /// <summary>The Airflow variables of every tunnel in it.</summary>
    public ImmutableDictionary<string, string> Variables { get; private set; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Sets an Airflow variable for every tunnel in it. A tunnel may set another value afterwards.</summary>
    public TestEnvironment WithVariable(string key, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentNullException.ThrowIfNull(value);
        lock (_gate)
        {
            Variables = Variables.SetItem(key, value);
        }

        return this;
    }

    /// <summary>Adds a service. A connection of its name leads to it.</summary>
    /// <exception cref="InvalidOperationException">The environment is started already.</exception>
    public TestEnvironment Add(Service service)
    {
        ArgumentNullException.ThrowIfNull(service);
        lock (_gate)
        {
            if (_started is not null)
            {
                throw new InvalidOperationException(
                    $"Service '{service.Name}' comes too late: the environment is started already. Add it before.");
            }

            _services = _services.Add(service);
            return this;
        }
    }

    /// <summary>Starts all services, each as soon as those it depends on are ready. Later calls return the same report.</summary>
    /// <exception cref="EnvironmentException">One did not come up; the others were stopped.</exception>
    public async Task<StartReport> StartAsync(CancellationToken cancellation = default) => (await StartedAsync(cancellation)).Report;

    /// <summary>Gives a test its own part of every service, and starts them if need be.</summary>
    /// <exception cref="EnvironmentException">A service did not come up.</exception>
    public async Task<TestPart> OpenAsync(CancellationToken cancellation = default)
    {
        var parts = new Dictionary<string, ServicePart>(StringComparer.Ordinal);
        foreach (Service service in _services)
        {
            parts[service.Name] = await OpenAsync(service.Name, cancellation);
        }

        return new(parts);
    }

    /// <summary>Opens the part of one service.</summary>
    internal async Task<ServicePart> OpenAsync(string name, CancellationToken cancellation)
    {
        ImmutableDictionary<string, Placed> running = (await StartedAsync(cancellation)).Running;
        Service service = _services.First(service => service.Name == name);
        return service.IsPerTest
            ? await StartForOneTestAsync(service, running, cancellation)
            : await OpenPartAsync(name, running[name].Service, cancellation);
    }

    /// <summary>Stops all services at once and removes what they wrote.</summary>
    public async ValueTask DisposeAsync()
    {
        Task<(ImmutableDictionary<string, Placed> Running, StartReport Report)>? started;
        lock (_gate)
        {
            (started, _started) = (_started, null);
        }

        if (started is { IsCompletedSuccessfully: true })
        {
            await Task.WhenAll((await started).Running.Values.Select(service => service.DisposeAsync().AsTask()));
        }
    }

    /// <summary>Those that are started once: what each test gets one of is, too, if another service uses it.</summary>
    private static ImmutableArray<Service> Common(ImmutableArray<Service> services) =>
        [.. services.Where(service => !service.IsPerTest || services.Any(other => other.Dependencies.Contains(service.Name)))];

    private static async Task<ServicePart> OpenPartAsync(string name, ServiceInstance service, CancellationToken cancellation)
    {
        if (service.Ended is { } end)
        {
            throw new EnvironmentException($"Service '{name}' died: {end}.\nIts last output:\n{service.Output}") { Service = name };
        }

        return await service.OpenPartAsync(cancellation);
    }

    private static async Task<ServicePart> StartForOneTestAsync(
        Service service, ImmutableDictionary<string, Placed> around, CancellationToken cancellation)
    {
        var startup = new Startup([service with { IsPerTest = false }], Owner.OfThisProcess, around);
        Placed own = (await startup.RunAsync(cancellation)).Running[service.Name];
        ServicePart part = await OpenPartAsync(service.Name, own.Service, cancellation);
        return new(part.Connection, async () =>
        {
            await part.DisposeAsync();
            await own.DisposeAsync();
        });
    }

    private Task<(ImmutableDictionary<string, Placed> Running, StartReport Report)> StartedAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            return _started is { IsFaulted: false, IsCanceled: false }
                ? _started
                : _started = Task.Run(() => new Startup(Common(_services), Owner.OfThisProcess).RunAsync(cancellation), cancellation);
        }
    }
}

/// <summary>What one test uses of an environment. Disposing it gives all of it back.</summary>
public sealed class TestPart : IAsyncDisposable
{
    private readonly Dictionary<string, ServicePart> _parts;

    internal TestPart(Dictionary<string, ServicePart> parts) => _parts = parts;

    /// <summary>The connections by the names of the services.</summary>
    public ImmutableDictionary<string, Connection> Connections =>
        _parts.ToImmutableDictionary(part => part.Key, part => part.Value.Connection with { Id = part.Key }, StringComparer.Ordinal);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (ServicePart part in _parts.Values)
        {
            await part.DisposeAsync();
        }
    }
}
