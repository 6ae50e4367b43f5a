using System.Net;
using System.Runtime.CompilerServices;
using Windtunnel.Airflow.Rest;

namespace Windtunnel.Airflow.Checks;

/// <summary>The deployment itself, whatever DAGs it has.</summary>
internal static class ServerChecks
{
    private static readonly Version Oldest = new(3, 3);

    // The Date header is told in whole seconds.
    private static readonly TimeSpan UsualSkew = TimeSpan.FromSeconds(2);

    // Airflow's [api_auth] jwt_leeway.
    private static readonly TimeSpan TokenLeeway = TimeSpan.FromSeconds(10);

    public static async IAsyncEnumerable<Finding> VersionAsync(
        Examined examined, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string version = (await examined.Api.VersionAsync(cancellation).ConfigureAwait(false)).Version;
        string numbers = new([.. version.TakeWhile(character => char.IsDigit(character) || character == '.')]);
        yield return Version.TryParse(numbers.TrimEnd('.'), out Version? found) && found >= Oldest
            ? Finding.Good("version", $"Airflow {version}.")
            : new(FindingLevel.Error, "version", $"Airflow {version} runs no bundles.", $"Upgrade it to {Oldest} or later.");
    }

    public static async IAsyncEnumerable<Finding> HealthAsync(
        Examined examined, [EnumeratorCancellation] CancellationToken cancellation)
    {
        HealthRow health = await examined.Api.HealthAsync(cancellation).ConfigureAwait(false);
        DateTimeOffset now = await examined.NowAsync(cancellation).ConfigureAwait(false);
        (string Name, ComponentHealth? Health, string Cure)[] components =
        [
            ("metadatabase", health.Metadatabase, "Look at the database, and at [database] sql_alchemy_conn."),
            ("scheduler", health.Scheduler, "Start it ('airflow scheduler'): without it nothing is started."),
            ("triggerer", health.Triggerer, "Start it ('airflow triggerer'): without it deferred tasks never go on."),
            ("dag_processor", health.DagProcessor, "Start it ('airflow dag-processor'): without it new and changed stubs are not read."),
        ];
        foreach ((string name, ComponentHealth? state, string cure) in components)
        {
            string seen = state?.Heartbeat is { } beat ? $", its last heartbeat {Duration.Text(Whole(now - beat))} ago" : "";
            yield return state?.Status switch
            {
                "healthy" => Finding.Good("health", $"The {name} is healthy{seen}."),
                null => new(FindingLevel.Error, "health", $"The {name} was never seen.", cure),
                var status => new(FindingLevel.Error, "health", $"The {name} is {status}{seen}.", cure),
            };
        }
    }

    public static async IAsyncEnumerable<Finding> ClockAsync(
        Examined examined, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // The first call may fetch a token on its way.
        await examined.Api.VersionAsync(cancellation).ConfigureAwait(false);
        DateTimeOffset before = examined.Time.GetUtcNow();
        DateTimeOffset? date = await examined.Api.DateAsync(cancellation).ConfigureAwait(false);
        TimeSpan underWay = examined.Time.GetUtcNow() - before;
        if (date is not { } told)
        {
            yield return new(FindingLevel.NotTold, "clock", "The server does not tell its clock: its answers have no Date header.");
            yield break;
        }

        TimeSpan skew = told + TimeSpan.FromSeconds(0.5) - (before + (underWay / 2));
        TimeSpan size = skew.Duration();
        string text = $"The server's clock is {Duration.Text(Whole(size))} {(skew > TimeSpan.Zero ? "ahead of" : "behind")} this one.";
        const string Cure = "Let both follow a time server, e.g. chrony. ";
        yield return size <= UsualSkew + underWay ? Finding.Good("clock", "The server's clock agrees with this one to the second or two.")
            : size <= TokenLeeway ? new(FindingLevel.Warning, "clock", text, $"{Cure}From 10 s on tokens are refused.")
            : new(FindingLevel.Error, "clock", text, $"{Cure}Tokens that one of them signs are refused by the other.");
    }

    public static async IAsyncEnumerable<Finding> PermissionsAsync(
        Examined examined, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string[] lists = ["dags", "importErrors", "pools", "connections", "variables", "assets", "eventLogs"];
        List<string> refused = [];
        foreach (string list in lists)
        {
            if (!await MayReadAsync(examined.Api, list, cancellation).ConfigureAwait(false))
            {
                refused.Add(list);
            }
        }

        yield return refused.Count == 0
            ? Finding.Good("permissions", "The user may read all that is looked at.")
            : new(
                FindingLevel.Warning, "permissions", $"The user may not read {Examined.Names(refused)}.",
                "Give the user a role that may: Op reads connections, variables and pools, Viewer the rest. Tests need Op.");
    }

    private static async Task<bool> MayReadAsync(AirflowApi api, string list, CancellationToken cancellation)
    {
        try
        {
            await api.TouchAsync(list, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (AirflowException e) when (e.Status == HttpStatusCode.Forbidden)
        {
            return false;
        }
    }

    private static TimeSpan Whole(TimeSpan time) => TimeSpan.FromSeconds(Math.Max(0, Math.Round(time.TotalSeconds)));
}
