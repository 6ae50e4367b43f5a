using System.Collections.Immutable;

namespace Windtunnel.Environments;

/// <summary>Whether services can be brought up in some order.</summary>
internal static class StartOrder
{
    /// <param name="services">What is brought up.</param>
    /// <param name="around">The names of what runs already.</param>
    /// <exception cref="EnvironmentException">A name is there twice, a dependency is not there, or some wait for each other.</exception>
    public static void Check(ImmutableArray<Service> services, IReadOnlyCollection<string> around)
    {
        var waiting = new Dictionary<string, Service>(StringComparer.Ordinal);
        foreach (Service service in services)
        {
            if (!waiting.TryAdd(service.Name, service))
            {
                throw new EnvironmentException($"The environment has two services called '{service.Name}'. Give one another name.");
            }
        }

        foreach (Service service in services)
        {
            if (service.Dependencies.FirstOrDefault(name => !waiting.ContainsKey(name) && !around.Contains(name)) is { } missing)
            {
                throw new EnvironmentException(
                    $"Service '{service.Name}' depends on '{missing}', which the environment does not have. "
                    + $"Add it, or name one of: {string.Join(", ", waiting.Keys.Order(StringComparer.Ordinal))}.");
            }
        }

        while (waiting.Values.FirstOrDefault(service => !service.Dependencies.Any(waiting.ContainsKey)) is { } next)
        {
            waiting.Remove(next.Name);
        }

        if (waiting.Count > 0)
        {
            throw new EnvironmentException(
                $"These services wait for each other: {string.Join(", ", waiting.Keys.Order(StringComparer.Ordinal))}. "
                + "Take out one of their dependencies.");
        }
    }
}
