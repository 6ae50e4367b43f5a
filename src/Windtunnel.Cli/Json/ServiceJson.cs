using Windtunnel.Environments;

namespace Windtunnel.Cli.Json;

internal sealed record ServiceJson
{
    public required string Name { get; init; }

    /// <summary>embedded, native, container or given.</summary>
    public required string Provider { get; init; }

    public string? Version { get; init; }

    /// <summary>Why the providers before it did not serve.</summary>
    public string[]? Reasons { get; init; }

    /// <summary>From when its dependencies were ready until it was.</summary>
    public double Seconds { get; init; }

    /// <summary>It is one of those that decided how long all took.</summary>
    public bool Critical { get; init; }

    public static ServiceJson Of(ServiceStart start, StartReport report) => new()
    {
        Name = start.Service,
        Provider = start.Provider.ToString().ToLowerInvariant(),
        Version = start.Version,
        Reasons = start.Reasons.IsEmpty ? null : [.. start.Reasons],
        Seconds = (start.Ready - start.Begun).TotalSeconds,
        Critical = report.CriticalPath.Contains(start.Service),
    };
}
