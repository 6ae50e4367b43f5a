using Windtunnel.Airflow.Rest;

namespace Windtunnel.Airflow.Target;

/// <summary>Says why a deployment does not have a DAG.</summary>
internal static class Undeployed
{
    /// <param name="api">The deployment.</param>
    /// <param name="dagId">What it was asked for.</param>
    /// <param name="stale">What it still knows of it; null: nothing.</param>
    /// <param name="cancellation">Gives the calls up.</param>
    public static async Task<AirflowException> ExplainAsync(
        AirflowApi api, string dagId, DagRow? stale, CancellationToken cancellation)
    {
        (string what, string cure) = await FindAsync(api, dagId, stale, cancellation).ConfigureAwait(false);
        return new(api.Mask.Apply($"{what} {cure}"), System.Net.HttpStatusCode.NotFound);
    }

    /// <summary>The same in two parts: what is so, and what to do.</summary>
    public static async Task<(string What, string Cure)> FindAsync(
        AirflowApi api, string dagId, DagRow? stale, CancellationToken cancellation)
    {
        ImportErrorRow? broken = null;
        string? file = stale?.RelativeFileloc ?? $"{dagId}.py";
        await foreach (ImportErrorRow error in api.ImportErrorsAsync(file, cancellation).ConfigureAwait(false))
        {
            broken ??= error.Filename.EndsWith(file, StringComparison.Ordinal) ? error : null;
        }

        string what = stale is null
            ? $"The Airflow at {api.Server} has no Dag '{dagId}'."
            : $"Dag '{dagId}' at {api.Server} is stale: its file '{file}' is gone or does not import any more.";
        return broken is { } cause
            ? ($"{what} The file '{cause.Filename}' does not import: {LastLine(cause.StackTrace)}",
                "Mend it, and wait until it was read again.")
            : (what, stale is null
                ? "Put its file into the Dags folder (windtunnel export writes that of a Dag in C#), and wait until it was read: "
                + "5 minutes by default ([dag_processor] refresh_interval)."
                : "Put it back, and wait until it was read again.");
    }

    /// <summary>What Python says last of an error, as a sentence.</summary>
    public static string LastLine(string trace)
    {
        string line = trace.TrimEnd().Split('\n')[^1].Trim();
        return line.EndsWith('.') ? line : $"{line}.";
    }
}
