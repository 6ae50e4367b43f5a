using System.Runtime.InteropServices;

namespace Windtunnel.Airflow;

/// <summary>Why Airflow would not take a bundle. Airflow itself says so at debug level only, and never completely.</summary>
internal static class BundleCheck
{
    public const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public static IEnumerable<string> Problems(BundleFile bundle, string? dagId, Architecture worker) => bundle.Trailer is { } trailer
        ? TrailerProblems(bundle, trailer).Concat(ManifestProblems(bundle, dagId)).Concat(ExecutableProblems(bundle, worker))
        : [$"'{bundle.File}' does not end with AFBNDL01, so it is no bundle. Pack the executable."];

    private static IEnumerable<string> TrailerProblems(BundleFile bundle, BundleTrailer trailer)
    {
        if (trailer.Version != BundleTrailer.SupportedVersion)
        {
            yield return $"The trailer has version {trailer.Version}; Airflow 3.3 takes {BundleTrailer.SupportedVersion}. "
                + "Pack the executable again.";
        }

        if (!trailer.IsReserveEmpty)
        {
            yield return "The trailer's reserved bytes are not zero. Pack the executable again.";
        }

        if (bundle.ExecutableLength == 0)
        {
            yield return $"The trailer announces {trailer.SourceLength} bytes of source and {trailer.ManifestLength} of manifest, which "
                + $"leaves no executable in the {bundle.File.Length} bytes of the file. Pack the executable again.";
        }
        else if (bundle.ActualDigest != trailer.Digest)
        {
            yield return $"The executable has the SHA-256 {bundle.ActualDigest}, but the trailer says {trailer.Digest}: it was changed "
                + "after packing (stripped, signed or cut). Change the executable first, then pack it.";
        }
    }

    private static IEnumerable<string> ManifestProblems(BundleFile bundle, string? dagId)
    {
        if (bundle.ManifestProblem is { } problem)
        {
            yield return problem;
        }

        if (bundle.Manifest is not { } manifest)
        {
            yield break;
        }

        if (manifest.Dags.IsEmpty)
        {
            yield return "The manifest lists no DAG. Add one to the project's Bundle.";
        }
        else if (dagId is not null && !manifest.Dags.ContainsKey(dagId))
        {
            yield return $"The manifest does not list the DAG '{dagId}'. It lists: {string.Join(", ", manifest.Dags.Keys)}.";
        }

        if (manifest.SchemaVersion != BundleManifest.SupportedSchemaVersion)
        {
            yield return manifest.SchemaVersion is { } version
                ? $"The manifest has the supervisor schema version '{version}'; Airflow 3.3 knows "
                    + $"{BundleManifest.SupportedSchemaVersion} only."
                : "The manifest has no text at sdk.supervisor_schema_version. Pack the executable again.";
        }
    }

    private static IEnumerable<string> ExecutableProblems(BundleFile bundle, Architecture worker)
    {
        if (!OperatingSystem.IsWindows() && (bundle.File.UnixFileMode & AnyExecute) == 0)
        {
            yield return $"'{bundle.File}' may not be executed. Set its execute bits: chmod +x.";
        }

        if (bundle.Executable.Problem(worker) is { } problem)
        {
            yield return problem;
        }
    }
}
