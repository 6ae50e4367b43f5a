using Npgsql;
using Windtunnel.Environments;

namespace Windtunnel.Reference.Tests.TestEnvironments;

/// <summary>A real PostgreSQL on which a class makes databases of its own; they go with the server.</summary>
public sealed class ParityPostgres : IAsyncLifetime
{
    private readonly TestEnvironment _environment = new TestEnvironment().Add(Service.Postgres("parity"));
    private TestPart? _part;

    public string ConnectionString => _part!.Connections["parity"].Sql(NpgsqlFactory.Instance).ConnectionString;

    public async ValueTask InitializeAsync() => _part = await _environment.OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await (_part?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _environment.DisposeAsync();
    }
}
