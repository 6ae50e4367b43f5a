using System.Data.Common;
using Npgsql;

namespace Windtunnel.Environments;

/// <summary>Takes the fingerprint of an environment.</summary>
public static class EnvironmentFingerprint
{
    /// <summary>What tests in the environment stand on: this process, the version of each service and what brought it up, and of
    /// PostgreSQL what <see cref="Fingerprint.OfDatabaseAsync"/> tells, under <c>service.NAME.</c></summary>
    /// <exception cref="EnvironmentException">A service did not come up.</exception>
    public static async Task<Fingerprint> FingerprintAsync(this TestEnvironment environment, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(environment);
        Fingerprint found = Fingerprint.OfThisProcess.With((await environment.StartAsync(cancellation)).Facts);
        foreach (PostgresServer service in environment.Services.OfType<PostgresServer>())
        {
            await using ServicePart part = await environment.OpenAsync(service.Name, cancellation);
            await using DbConnection database = part.Connection.Sql(NpgsqlFactory.Instance);
            await database.OpenAsync(cancellation);
            foreach ((string fact, string value) in (await Fingerprint.OfDatabaseAsync(database, cancellation)).Facts)
            {
                string name = fact["database.".Length..];
                found = name == "version" ? found : found.With($"service.{service.Name}.{name}", value);
            }
        }

        return found;
    }
}
