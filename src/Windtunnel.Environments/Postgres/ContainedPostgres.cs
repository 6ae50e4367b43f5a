using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Windtunnel.Environments;

/// <summary>A container of the vendor's image, with its data in memory.</summary>
internal sealed class ContainedPostgres(PostgresServer service) : ContainerProvider(service, service.Image)
{
    private const string Data = "/var/lib/windtunnel";

    public override async Task<ServiceInstance> StartAsync(Site site, CancellationToken cancellation)
    {
        string password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var command = new ContainerCommand
        {
            Image = Image,
            Arguments = ["postgres", .. PostgresSettings.AsArguments(PostgresSettings.ForTests)],
            Variables = new Dictionary<string, string>
            {
                ["POSTGRES_USER"] = PostgresSettings.User,
                ["POSTGRES_PASSWORD"] = password,
                ["POSTGRES_DB"] = "postgres",
                ["POSTGRES_INITDB_ARGS"] = "--encoding=UTF8 --locale=C.UTF-8 --no-sync",
                ["PGDATA"] = $"{Data}/data",
            }.ToImmutableDictionary(),
            Ports = [PostgresAddress.UsualPort],
            InMemory = [Data],
        };
        ServerContainer server = await RunAsync(site, command, cancellation).ConfigureAwait(false);
        var connection = new Connection
        {
            Id = service.Name,
            Type = "postgres",
            Host = server.Host,
            Port = server.PortOf(PostgresAddress.UsualPort),
            Login = PostgresSettings.User,
            Password = password,
            Schema = "postgres",
        };
        return new PostgresInstance(service, connection, site.Owner, server);
    }
}
