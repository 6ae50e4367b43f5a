using System.Collections.Immutable;

namespace Windtunnel.Environments.Tests;

/// <summary>A service whose parts do what a test says.</summary>
internal sealed record FakeServer(string Name) : Service(Name)
{
    public string? WhyNot { get; init; }

    public Func<Site, Task> Starting { get; init; } = _ => Task.CompletedTask;

    public Func<Task> Using { get; init; } = () => Task.CompletedTask;

    public Func<Task> Opening { get; init; } = () => Task.CompletedTask;

    public List<string> Log { get; init; } = [];

    protected internal override ImmutableArray<Provider> Providers => [new FakeProvider(this)];

    private sealed class FakeProvider(FakeServer service) : Provider
    {
        public override ProviderKind Kind => ProviderKind.Embedded;

        public override ValueTask<string?> WhyNotAsync(CancellationToken cancellation) => new(service.WhyNot);

        public override async Task<ServiceInstance> StartAsync(Site site, CancellationToken cancellation)
        {
            service.Write("starts");
            await service.Starting(site);
            return new Running(service);
        }
    }

    private void Write(string what)
    {
        lock (Log)
        {
            Log.Add($"{Name} {what}");
        }
    }

    private sealed class Running(FakeServer service) : ServiceInstance
    {
        public override Connection Connection { get; } = new() { Id = service.Name, Type = "fake", Host = "somewhere" };

        public override async Task ProveReadyAsync(CancellationToken cancellation)
        {
            await service.Using();
            service.Write("is ready");
        }

        public override async ValueTask<ServicePart> OpenPartAsync(CancellationToken cancellation)
        {
            await service.Opening();
            return new(Connection, () =>
            {
                service.Write("has its part back");
                return ValueTask.CompletedTask;
            });
        }

        public override ValueTask DisposeAsync()
        {
            service.Write("stops");
            return base.DisposeAsync();
        }
    }
}
