using System.Runtime.CompilerServices;

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

    /// <summary>Whether what it starts can be kept between runs.</summary>
    internal virtual bool CanBeKept => false;

    /// <summary>What it starts depends on, beside what was declared: names, and values or digests.</summary>
    internal virtual async IAsyncEnumerable<(string Name, string Value)> InputsAsync(
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        yield break;
    }

    /// <summary>Uses what another process started. Called only where <see cref="CanBeKept"/>.</summary>
    internal virtual ServiceInstance TakeOver(Handover kept, RunningServer server) => throw new NotSupportedException();
}
