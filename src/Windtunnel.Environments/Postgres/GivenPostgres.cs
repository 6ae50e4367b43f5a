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
            await using NpgsqlDataSource source = PostgresAddress.Open(Given());
            await using NpgsqlConnection connection = await source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
            return null;
        }
        catch (NpgsqlException e)
        {
            return $"the server at {Given().Host}:{Given().Port ?? 5432} does not answer: {e.Message}";
        }
    }

    public override Task<ServiceInstance> StartAsync(Site site, CancellationToken cancellation) =>
        Task.FromResult<ServiceInstance>(new PostgresInstance(service, Given(), site.Owner, server: null));

    private Connection Given() => Connection.Parse(service.Name, service.Address!);
}
