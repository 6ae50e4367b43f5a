using Windtunnel.Airflow;

namespace Windtunnel.Cli.Json;

internal sealed record BundleJson
{
    public required string File { get; init; }

    public required long Bytes { get; init; }

    public required long ExecutableBytes { get; init; }

    /// <summary>Null when it is no ELF executable.</summary>
    public string? Architecture { get; init; }

    public string? Sha256 { get; init; }

    public string? SchemaVersion { get; init; }

    /// <summary>The task ids of each DAG; null when the file is no bundle.</summary>
    public Dictionary<string, string[]>? Dags { get; init; }

    public static BundleJson Of(BundleFile bundle) => new()
    {
        File = bundle.File.FullName,
        Bytes = bundle.File.Length,
        ExecutableBytes = bundle.ExecutableLength,
        Architecture = bundle.Architecture?.ToString().ToLowerInvariant(),
        Sha256 = bundle.ExecutableDigest,
        SchemaVersion = bundle.Manifest?.SchemaVersion,
        Dags = bundle.Manifest?.Dags.ToDictionary(dag => dag.Key, dag => dag.Value.ToArray()),
    };
}

internal sealed record ProblemsJson(string[] Problems);
