using System.Collections.Immutable;

namespace Windtunnel.Environments;

/// <summary>The first provider of a service that can serve here, and why those before it cannot.</summary>
internal static class ProviderChoice
{
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(10);

    /// <exception cref="EnvironmentException">None can.</exception>
    public static async Task<(Provider Provider, ImmutableArray<string> Reasons)> OfAsync(Service service, CancellationToken cancellation)
    {
        ImmutableArray<string> reasons = [];
        foreach (Provider provider in service.Providers)
        {
            string? reason = service.Demanded is { } demanded && provider.Kind != demanded
                ? $"{Name(demanded)} was demanded."
                : await WhyNotAsync(provider, service.ReadyWithin, cancellation).ConfigureAwait(false);
            if (reason is null)
            {
                return (provider, reasons);
            }

            reasons = reasons.Add($"{Name(provider.Kind)}: {reason}");
        }

        throw new EnvironmentException(
            $"Nothing here can bring up service '{service.Name}'.\n" + string.Join('\n', reasons.Select(reason => $"  not {reason}")))
        {
            Service = service.Name,
        };
    }

    private static async Task<string?> WhyNotAsync(Provider provider, TimeSpan within, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(within < LongestLook ? within : LongestLook);
        try
        {
            return await provider.WhyNotAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return "somebody listens there who took a connection and did not answer. Is it a server of another kind, or one that hangs?";
        }
    }

    private static string Name(ProviderKind kind) => kind.ToString().ToLowerInvariant();
}
