using System.Collections.Immutable;

namespace Windtunnel.Environments;

/// <summary>The first provider of a service that can serve here, and why those before it cannot.</summary>
internal static class ProviderChoice
{
    /// <exception cref="EnvironmentException">None can.</exception>
    public static async Task<(Provider Provider, ImmutableArray<string> Reasons)> OfAsync(Service service, CancellationToken cancellation)
    {
        ImmutableArray<string> reasons = [];
        foreach (Provider provider in service.Providers)
        {
            string? reason = service.Demanded is { } demanded && provider.Kind != demanded
                ? $"{Name(demanded)} was demanded."
                : await provider.WhyNotAsync(cancellation).ConfigureAwait(false);
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

    private static string Name(ProviderKind kind) => kind.ToString().ToLowerInvariant();
}
