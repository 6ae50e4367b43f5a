using System.Collections.Immutable;

namespace Windtunnel.Airflow;

/// <summary>What a deployment should have, as it is known here.</summary>
public sealed record ExpectedDeployment
{
    /// <summary>The DAGs that should be deployed, built.</summary>
    public ImmutableArray<Dag> Dags { get; init; } = [];

    /// <summary>The connections that their tasks ask for. A DAG does not tell them before it runs. Default: none are looked for.</summary>
    public ImmutableSortedSet<string> Connections { get; init; } = [];

    /// <summary>The digest of the bundle that the workers should have, as <see cref="BundleFile.ExecutableDigest"/> has it. Null: it is
    /// not compared.</summary>
    public string? BundleDigest { get; init; }

    /// <summary>How the stubs were exported.</summary>
    public StubOptions Stubs { get; init; } = new();

    /// <summary>The DAGs of a bundle that can be built, and in a process that is a packed bundle its digest.</summary>
    public static ExpectedDeployment Of(Bundle bundle)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        return new()
        {
            Dags = [.. bundle.LoadAll().Select(loaded => loaded.Dag).OfType<Dag>()],
            BundleDigest = RunningBundle.Digest,
        };
    }
}
