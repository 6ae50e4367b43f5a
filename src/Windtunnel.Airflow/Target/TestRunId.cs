using System.Globalization;
using System.Security.Cryptography;

namespace Windtunnel.Airflow.Target;

/// <summary>Ids of the runs that tests trigger: recognizable, unique, and telling when the run was asked for.</summary>
internal static class TestRunId
{
    public const string Prefix = "windtunnel__";

    private const string Form = "yyyyMMdd'T'HHmmss'Z'";

    public static string New(DateTimeOffset now) =>
        $"{Prefix}{now.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture)}_{RandomNumberGenerator.GetHexString(8, lowercase: true)}";

    /// <summary>When it was made; null when it is not one of ours.</summary>
    public static DateTimeOffset? MadeAt(string runId) =>
        runId.StartsWith(Prefix, StringComparison.Ordinal)
        && DateTimeOffset.TryParseExact(
            runId[Prefix.Length..].Split('_')[0], Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at)
            ? at
            : null;
}
