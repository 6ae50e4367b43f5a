using Npgsql;

namespace Windtunnel.Environments;

/// <summary>A server with a database that the migrations made, from which each test's own is copied.</summary>
internal sealed class PostgresInstance : ServiceInstance
{
    private readonly PostgresServer _service;
    private readonly RunningServer? _server;
    private readonly NpgsqlDataSource _admin;
    private readonly DatabaseNames _names;
    private readonly Discarding _discarding = new();
    private readonly string _template;
    private string? _version;

    public PostgresInstance(PostgresServer service, Connection connection, Owner owner, RunningServer? server)
    {
        _service = service;
        _server = server;
        Connection = connection;
        _admin = PostgresAddress.Open(connection);
        _names = new(owner);
        _template = _names.Next();
    }

    public override Connection Connection { get; }

    public override string Output => _server?.Output ?? "";

    public override string? Ended => _server?.Ended;

    public override string? Version => _version;

    public override async Task ProveReadyAsync(CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await _admin.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var query = new NpgsqlCommand("SELECT 1", connection);
        await query.ExecuteScalarAsync(cancellation).ConfigureAwait(false);
        _version = $"PostgreSQL {connection.PostgreSqlVersion}";
    }

    /// <summary>Drops what dead owners left on a server that is not ours, and makes the database to copy.</summary>
    public override async Task PrepareAsync(CancellationToken cancellation)
    {
        if (_server is null)
        {
            await _names.DropThoseOfTheDeadAsync(_admin, cancellation).ConfigureAwait(false);
        }

        await ExecuteAsync($"CREATE DATABASE {_template}", cancellation).ConfigureAwait(false);
        if (_service is { Migrations: { } folder, Isolation: not Isolation.Schema })
        {
            await using NpgsqlDataSource template = PostgresAddress.Open(Connection, _template);
            await Migrations.RunAsync(template, folder, cancellation).ConfigureAwait(false);
        }
    }

    public override async ValueTask<ServicePart> OpenPartAsync(CancellationToken cancellation)
    {
        switch (_service.Isolation)
        {
            case Isolation.Database:
                string database = _names.Next();
                await ExecuteAsync($"CREATE DATABASE {database} TEMPLATE {_template}", cancellation).ConfigureAwait(false);
                return new(Connection with { Schema = database }, Later(() => DropAsync(database)));
            case Isolation.Schema:
                return await OpenSchemaAsync(_names.Next(), cancellation).ConfigureAwait(false);
            default:
                return new(Connection with { Schema = _template });
        }
    }

    public override async ValueTask DisposeAsync()
    {
        // A server of our own goes with all its databases.
        await _discarding.EndAsync(finish: _server is null).ConfigureAwait(false);
        if (_server is null)
        {
            await DropAsync(_template).ConfigureAwait(false);
        }

        await _admin.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<ServicePart> OpenSchemaAsync(string schema, CancellationToken cancellation)
    {
        Connection connection = Connection with { Schema = _template, Extra = $$"""{"options": "-c search_path={{schema}}"}""" };
        await using NpgsqlDataSource source = PostgresAddress.Open(connection);
        await using NpgsqlCommand create = source.CreateCommand($"CREATE SCHEMA {schema}");
        await create.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        if (_service.Migrations is { } folder)
        {
            await Migrations.RunAsync(source, folder, cancellation).ConfigureAwait(false);
        }

        return new(connection, Later(() => DropSchemaAsync(schema)));
    }

    private Task DropAsync(string database) => ExecuteAsync($"DROP DATABASE IF EXISTS {database} WITH (FORCE)", CancellationToken.None);

    private async Task DropSchemaAsync(string schema)
    {
        await using NpgsqlDataSource source = PostgresAddress.Open(Connection, _template);
        await using NpgsqlCommand drop = source.CreateCommand($"DROP SCHEMA {schema} CASCADE");
        await drop.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellation)
    {
        await using NpgsqlCommand command = _admin.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    private Func<ValueTask> Later(Func<Task> remove) => () =>
    {
        _discarding.Add(remove);
        return ValueTask.CompletedTask;
    };
}
