namespace Windtunnel.Airflow;

/// <summary>The bundle that this process was started from.</summary>
internal static class RunningBundle
{
    /// <summary>How a task's log tells its bundle.</summary>
    public const string LogLine = "Runs in the bundle {BundleFile}, digest {BundleDigest}.";

    /// <summary>The field of that line.</summary>
    public const string DigestField = "BundleDigest";

    /// <summary>As its trailer has it; null when this process is no bundle.</summary>
    public static string? Digest => Environment.ProcessPath is { } path && File.Exists(path) ? DigestOf(path) : null;

    /// <summary>Reads the trailer only, so that a task can tell it without delay.</summary>
    internal static string? DigestOf(string path)
    {
        using FileStream file = File.OpenRead(path);
        if (file.Length < BundleTrailer.Size)
        {
            return null;
        }

        byte[] end = new byte[BundleTrailer.Size];
        file.Seek(-end.Length, SeekOrigin.End);
        file.ReadExactly(end);
        return BundleTrailer.Read(end)?.Digest;
    }
}
