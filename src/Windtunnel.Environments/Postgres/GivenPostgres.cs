using Npgsql;

namespace Windtunnel.Environments;

/// <summary>A server that runs already.</summary>
internal sealed class GivenPostgres(PostgresServer service) : Provider
{
    public override ProviderKind Kind => ProviderKind.Given;

    public override async ValueTask<string?> WhyNotAsync(CancellationToken cancellation)
    {
        try
        {
            await using NpgsqlDataSource source = PostgresAddress.Open(service.GivenConnection);
            await using NpgsqlConnection connection = await source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
            return null;
        }
        catch (NpgsqlException e)
        {
            int port = service.GivenConnection.Port ?? PostgresAddress.UsualPort;
            return $"the server at {service.GivenConnection.Host}:{port} does not answer: {e.Message}";
        }
    }

    public override Task<ServiceInstance> StartAsync(Site site, CancellationToken cancellation) =>
        Task.FromResult<ServiceInstance>(new PostgresInstance(service, service.GivenConnection, site.Owner, server: null));
}
