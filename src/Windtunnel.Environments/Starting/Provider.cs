namespace Windtunnel.Environments;

/// <summary>How a service can come to be.</summary>
public enum ProviderKind
{
    /// <summary>In this process.</summary>
    Embedded,

    /// <summary>A program of the machine, on a leased loopback port.</summary>
    Native,

    /// <summary>A container, by the API of Docker or Podman.</summary>
    Container,

    /// <summary>One that runs already, at an address that is given.</summary>
    Given,
}

/// <summary>One way to bring up a service. Those of a service are tried in order.</summary>
public abstract class Provider
{
    public abstract ProviderKind Kind { get; }

    /// <summary>Why it cannot serve on this machine, with the cure; null: it can.</summary>
    public virtual ValueTask<string?> WhyNotAsync(CancellationToken cancellation) => default;

    /// <summary>Starts it. It need not be ready when this returns: <see cref="ServiceInstance.ProveReadyAsync"/> is asked for
    /// that.</summary>
    /// <param name="site">Where it is started, and what it may use.</param>
    /// <param name="cancellation">Cancelled when another service of the environment failed.</param>
    public abstract Task<ServiceInstance> StartAsync(Site site, CancellationToken cancellation);
}
