namespace Windtunnel.Environments;

/// <summary>Brings up a service in a container of an image. Derive from it to give a service of yours this way too.</summary>
/// <param name="service">What is brought up. An image that is not there yet is pulled only where the service demands a container: no
/// network is used that nobody asked for.</param>
/// <param name="image">As <c>docker run</c> takes it.</param>
public abstract class ContainerProvider(Service service, string image) : Provider
{
    public sealed override ProviderKind Kind => ProviderKind.Container;

    /// <summary>The image, as <c>docker run</c> takes it.</summary>
    protected string Image => image;

    private bool MayPull => service.Demanded == ProviderKind.Container || service is ContainerServer;

    /// <inheritdoc/>
    public sealed override async ValueTask<string?> WhyNotAsync(CancellationToken cancellation)
    {
        FoundEngine found = await FoundEngine.FindAsync(cancellation).ConfigureAwait(false);
        if (found.Engine is not { } engine)
        {
            return found.WhyNot;
        }

        using (engine)
        {
            try
            {
                return MayPull || await engine.HasImageAsync(image, cancellation).ConfigureAwait(false)
                    ? null
                    : $"the image '{image}' is not here. Pull it by hand, or allow it: .By(ProviderKind.Container).";
            }
            catch (Exception e) when (e is EngineException or HttpRequestException)
            {
                return $"{e.Message.TrimEnd('.')}. Look at the engine's log, or restart it.";
            }
        }
    }

    /// <summary>Starts a container of the image, after pulling that if need be.</summary>
    protected async Task<ServerContainer> RunAsync(Site site, ContainerCommand command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(site);
        FoundEngine found = await FoundEngine.FindAsync(cancellation).ConfigureAwait(false);
        ContainerEngine engine = found.Engine ?? throw new EngineException(found.WhyNot!);
        try
        {
            if (!await engine.HasImageAsync(image, cancellation).ConfigureAwait(false))
            {
                await engine.PullAsync(image, cancellation).ConfigureAwait(false);
            }

            return await site.StartAsync(engine, command with { Image = image }, cancellation).ConfigureAwait(false);
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }
}
