using System.Buffers;
using System.Collections.Immutable;

namespace Windtunnel.Environments;

/// <summary>Services around tests: declared once, started together when first needed, and gone when it is disposed of.</summary>
/// <remarks>Thread-safe once all services are added. Many tests may share one: each gets its own part of every service.</remarks>
public sealed class TestEnvironment : IAsyncDisposable
{
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    private static readonly TimeSpan LongestEnd = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private ImmutableArray<Service> _services = [];
    private EnvironmentStart? _start;
    private (string Name, TimeSpan Idle)? _warm;

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
            if (_start is not null)
            {
                throw new InvalidOperationException(
                    $"Service '{service.Name}' comes too late: the environment is started already. Add it before.");
            }

            _services = _services.Add(service);
            return this;
        }
    }

    /// <summary>Keeps PostgreSQL, Redis and NATS of the machine running when this process ends, for the next run. That takes them over
    /// if all they were made of is the same, and puts them back into the state they had before the first test; else the report says what
    /// differs, and they are made anew. Others than those, and what depends on another service, are started in each run.</summary>
    /// <param name="name">Under which they are kept: one environment, used by one process at a time.</param>
    /// <param name="idle">They are ended when nobody used them for so long. Default: 15 minutes.</param>
    public TestEnvironment KeptWarm(string name, TimeSpan? idle = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.AsSpan().ContainsAnyExcept(NameCharacters))
        {
            throw new ArgumentException($"'{name}' cannot be the name of a file. Use letters, digits, '-', '_' and '.'.", nameof(name));
        }

        _warm = (name, idle ?? TimeSpan.FromMinutes(15));
        return this;
    }

    /// <summary>Starts all services, each as soon as those it depends on are ready. Later calls return the same report.</summary>
    /// <exception cref="EnvironmentException">One did not come up; the others were stopped.</exception>
    public async Task<StartReport> StartAsync(CancellationToken cancellation = default) => (await StartedAsync(cancellation)).Report;

    /// <summary>Gives a test its own part of every service, and starts them if need be.</summary>
    /// <exception cref="EnvironmentException">A service did not come up.</exception>
    public async Task<TestPart> OpenAsync(CancellationToken cancellation = default)
    {
        var parts = new Dictionary<string, ServicePart>(StringComparer.Ordinal);
        try
        {
            foreach (Service service in _services)
            {
                parts[service.Name] = await OpenAsync(service.Name, cancellation);
            }
        }
        catch
        {
            await Disposal.OfAllAsync(parts.Values);
            throw;
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

    /// <summary>The last that a service wrote, up to 200 lines; empty where it writes nothing we see.</summary>
    /// <exception cref="InvalidOperationException">The environment is not started, or has no such service.</exception>
    public string OutputOf(string service) => Running(service).Service.Output;

    /// <summary>Kills a service as a crash would, to see what a run does then. Whoever opens a part of it afterwards is told that it
    /// died.</summary>
    /// <exception cref="InvalidOperationException">The environment is not started, or has no such service.</exception>
    public void Crash(string service) => Running(service).Site.Crash();

    /// <summary>What is said of a service that died; null: it lives, or was never started.</summary>
    internal string? DeathOf(string name)
    {
        Placed? placed;
        lock (_gate)
        {
            placed = _start?.UpNow?.Running.GetValueOrDefault(name);
        }

        return placed is { Service.Ended: not null } ? Failure.OfTheDead(name, placed.Service) : null;
    }

    /// <summary>Stops all services at once and removes what they wrote. A start that is under way is broken off.</summary>
    public async ValueTask DisposeAsync()
    {
        EnvironmentStart? start;
        lock (_gate)
        {
            (start, _start) = (_start, null);
        }

        if (start is not null)
        {
            await start.DisposeAsync();
        }
    }

    /// <summary>Those that are started once: what each test gets one of is, too, if another service uses it.</summary>
    private static ImmutableArray<Service> Common(ImmutableArray<Service> services) =>
        [.. services.Where(service => !service.IsPerTest || services.Any(other => other.Dependencies.Contains(service.Name)))];

    private Placed Running(string service)
    {
        lock (_gate)
        {
            return _start?.UpNow?.Running.GetValueOrDefault(service) is { } placed
                ? placed
                : throw new InvalidOperationException($"No service '{service}' is running in this environment. Start it first.");
        }
    }

    private static async Task<ServicePart> OpenPartAsync(string name, ServiceInstance service, CancellationToken cancellation)
    {
        if (service.Ended is not null)
        {
            throw new EnvironmentException(Failure.OfTheDead(name, service)) { Service = name };
        }

        try
        {
            ServicePart part = await service.OpenPartAsync(cancellation);
            return new(part.Connection, () => GiveBackAsync(part, service));
        }
        catch (Exception e) when (e is not (OperationCanceledException or EnvironmentException))
        {
            throw Failure.ToGivePart(name, service, e);
        }
    }

    /// <summary>To a service that died there is nothing to give back, and that it died is told elsewhere.</summary>
    private static async ValueTask GiveBackAsync(ServicePart part, ServiceInstance service)
    {
        try
        {
            await part.DisposeAsync();
        }
        catch (Exception) when (HasEnded(service))
        {
        }
    }

    /// <summary>Its connections close a moment before it has ended.</summary>
    private static bool HasEnded(ServiceInstance service) => SpinWait.SpinUntil(() => service.Ended is not null, LongestEnd);

    private static async Task<ServicePart> StartForOneTestAsync(
        Service service, ImmutableDictionary<string, Placed> around, CancellationToken cancellation)
    {
        var startup = new Startup([service with { IsPerTest = false }], Owner.OfThisProcess, around);
        Placed own = (await startup.RunAsync(cancellation)).Running[service.Name];
        try
        {
            ServicePart part = await OpenPartAsync(service.Name, own.Service, cancellation);
            return new(part.Connection, async () =>
            {
                await using (own)
                {
                    await part.DisposeAsync();
                }
            });
        }
        catch
        {
            await own.DisposeAsync();
            throw;
        }
    }

    private async Task<Started> StartAllAsync(CancellationToken cancellation)
    {
        if (_warm is { } warm)
        {
            return await new WarmStart(Common(_services), warm.Name, warm.Idle).RunAsync(cancellation);
        }

        (ImmutableDictionary<string, Placed> running, StartReport report) =
            await new Startup(Common(_services), Owner.OfThisProcess).RunAsync(cancellation);
        return new(running, report);
    }

    /// <summary>Tests share one start: who stops waiting for it leaves it to the others.</summary>
    private Task<Started> StartedAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            _start = _start is { HasFailed: false } ? _start : new EnvironmentStart(StartAllAsync);
            return _start.AwaitAsync(cancellation);
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
    public async ValueTask DisposeAsync() => await Disposal.OfAllAsync(_parts.Values);
}
