using Npgsql;
using Windtunnel.Testing;

namespace Windtunnel.Environments;

/// <summary>A server with a database that migrations and seeds made, from which each test's own is copied.</summary>
internal sealed class PostgresInstance : ServiceInstance
{
    private const int FirstWithStrategies = 15;

    private readonly PostgresServer _service;
    private readonly RunningServer? _server;
    private readonly NpgsqlDataSource _admin;
    private readonly DatabaseNames _names;
    private readonly Discarding _discarding = new();
    private readonly string _template;
    private readonly DatabaseCopies _copies;
    private readonly SharedDatabase _common;
    private readonly PostgresInventory _inventory;
    private PostgresSnapshot? _snapshot;
    private string? _version;

    /// <param name="service">What was declared.</param>
    /// <param name="connection">As a user who may create databases.</param>
    /// <param name="owner">Whose mark its databases carry.</param>
    /// <param name="server">Null: it is not ours.</param>
    /// <param name="snapshot">The state that another process made; null: it has to be made.</param>
    public PostgresInstance(
        PostgresServer service, Connection connection, Owner owner, RunningServer? server, PostgresSnapshot? snapshot = null)
    {
        _service = service;
        _server = server;
        Connection = connection;
        _names = new(owner);
        _admin = PostgresAddress.Open(connection, mark: _names.OfSessions);
        _snapshot = snapshot;
        _template = snapshot?.Template ?? _names.Next();
        _copies = new(_admin, _names, _template);
        _inventory = new(service.Name, _admin);
        _common = new(connection, MakeCommonAsync);
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
        if (_server is not null && connection.PostgreSqlVersion.Major >= FirstWithStrategies)
        {
            // Files in memory are copied in half the time that a log of their pages takes, and the checkpoints cost nothing there.
            _copies.Strategy = "FILE_COPY";
        }
    }

    /// <summary>Drops what dead owners left on a server that is not ours, and makes the database to copy.</summary>
    public override async Task PrepareAsync(CancellationToken cancellation)
    {
        if (_server is null)
        {
            await _names.DropThoseOfTheDeadAsync(_admin, cancellation).ConfigureAwait(false);
        }

        await ExecuteAsync($"CREATE DATABASE {_template}", cancellation).ConfigureAwait(false);
        if (_service.Isolation is not Isolation.Schema)
        {
            await using NpgsqlDataSource template = PostgresAddress.Open(Connection, _template);
            await FillAsync(template, cancellation).ConfigureAwait(false);
        }

        // Nobody can change what tests are copied from.
        await ExecuteAsync($"ALTER DATABASE {_template} WITH ALLOW_CONNECTIONS false", cancellation).ConfigureAwait(false);
        if (_server is ServerProcess { Log: not null })
        {
            _snapshot = await PostgresSnapshot.TakeAsync(_admin, _template, cancellation).ConfigureAwait(false);
        }
    }

    internal override Handover? Kept => _server is ServerProcess { Log: { } log } process
        ? new("", ProviderKind.Native, _version, process.Id, log, Connection.Port!.Value, Connection.Password, $"{_snapshot}")
        : null;

    internal override Task RestoreAsync(CancellationToken cancellation) => _snapshot!.RestoreAsync(_admin, cancellation);

    public override async ValueTask<ServicePart> OpenPartAsync(CancellationToken cancellation)
    {
        _inventory.Remember();
        switch (_service.Isolation)
        {
            case Isolation.Database:
                string database = await _copies.TakeAsync(cancellation).ConfigureAwait(false);
                return new(Connection with { Schema = database }, async () =>
                {
                    await _inventory.NoteSessionsAsync(database).ConfigureAwait(false);
                    await _copies.DropAsync(database).ConfigureAwait(false);
                });
            case Isolation.Schema:
                return await OpenSchemaAsync(_names.Next(), cancellation).ConfigureAwait(false);
            case Isolation.Transaction:
                return await BeginTransactionAsync(cancellation).ConfigureAwait(false);
            default:
                return new((await _common.GetAsync().ConfigureAwait(false)).Connection);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await _inventory.DisposeAsync().ConfigureAwait(false);
        // A server of our own goes with all its databases.
        await _copies.EndAsync(dropAll: _server is null).ConfigureAwait(false);
        await _discarding.EndAsync(finish: _server is null).ConfigureAwait(false);
        await _common.DisposeAsync().ConfigureAwait(false);
        if (_server is null)
        {
            await DropAsync(_template).ConfigureAwait(false);
            if (_common.Name is { } common)
            {
                await DropAsync(common).ConfigureAwait(false);
            }
        }

        await _admin.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<string> MakeCommonAsync()
    {
        string database = await _copies.CopyAsync(CancellationToken.None).ConfigureAwait(false);
        if (_service.Isolation is not Isolation.Transaction)
        {
            _inventory.Share(database, PostgresAddress.Open(Connection, database));
        }

        return database;
    }

    private async Task<ServicePart> BeginTransactionAsync(CancellationToken cancellation)
    {
        NpgsqlDataSource sessions = (await _common.GetAsync().ConfigureAwait(false)).Sessions;
        TransactionSource transaction = await TransactionSource.BeginAsync(sessions, cancellation).ConfigureAwait(false);
        return new(Binding.StandIn(_service.Name, "postgres", transaction), transaction.DisposeAsync);
    }

    private async Task<ServicePart> OpenSchemaAsync(string schema, CancellationToken cancellation)
    {
        Connection connection = (await _common.GetAsync().ConfigureAwait(false)).Connection with
        {
            Extra = $$"""{"options": "-c search_path={{schema}}"}""",
        };
        await using NpgsqlDataSource source = PostgresAddress.Open(connection);
        await using NpgsqlCommand create = source.CreateCommand($"CREATE SCHEMA {schema}");
        await create.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        await FillAsync(source, cancellation).ConfigureAwait(false);
        return new(connection, Later(() => DropSchemaAsync(connection.Schema!, schema)));
    }

    private async Task FillAsync(NpgsqlDataSource database, CancellationToken cancellation)
    {
        if (_service.Migrations is { } folder)
        {
            await Migrations.RunAsync(database, folder, cancellation).ConfigureAwait(false);
        }

        if (!_service.Seeds.IsEmpty)
        {
            await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
            foreach (Seed seed in _service.Seeds)
            {
                await seed.PlantAsync(connection, cancellation).ConfigureAwait(false);
            }
        }
    }

    private Task DropAsync(string database) => ExecuteAsync($"DROP DATABASE IF EXISTS {database} WITH (FORCE)", CancellationToken.None);

    private async Task DropSchemaAsync(string database, string schema)
    {
        await using NpgsqlDataSource source = PostgresAddress.Open(Connection, database);
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
