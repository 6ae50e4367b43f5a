using Npgsql;
using Windtunnel.Environments;
using Windtunnel.Testing;

namespace Windtunnel.Reference.Tests.MockAndStub;

/// <summary>A database of a class's own on a real PostgreSQL.</summary>
public sealed class FarePostgres : IAsyncLifetime
{
    private readonly TestEnvironment _environment = new TestEnvironment().Add(Service.Postgres("fares"));
    private TestPart? _part;

    public Database Database =>
        Database.At(NpgsqlFactory.Instance, _part!.Connections["fares"].Sql(NpgsqlFactory.Instance).ConnectionString);

    public async ValueTask InitializeAsync() => _part = await _environment.OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await (_part?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _environment.DisposeAsync();
    }
}
