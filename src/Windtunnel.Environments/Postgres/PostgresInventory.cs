using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using Npgsql;

namespace Windtunnel.Environments;

/// <summary>What tests leave in a server beside their own parts of it: databases, roles and tablespaces, and in the database of tests
/// that have none of their own, schemas, tables and open transactions.</summary>
internal sealed class PostgresInventory : IAsyncDisposable
{
    // Those of ours are called wt_..., see DatabaseNames.
    private const string OfTheServer = """
        SELECT 'database', datname::text FROM pg_database WHERE datname !~ '^wt_'
        UNION ALL SELECT 'role', rolname::text FROM pg_roles WHERE rolname !~ '^pg_'
        UNION ALL SELECT 'tablespace', spcname::text FROM pg_tablespace
        """;

    private const string OfADatabase = """
        SELECT 'schema', nspname::text FROM pg_namespace WHERE nspname !~ '^(wt|pg)_' AND nspname <> 'information_schema'
        UNION ALL SELECT 'table', format('%I.%I', nspname, relname) FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
            WHERE relkind IN ('r', 'p', 'v', 'm', 'f') AND nspname !~ '^(wt|pg)_' AND nspname <> 'information_schema'
        """;

    private const string OpenSessions = """
        SELECT pid || ' ' || xact_start, state, left(regexp_replace(query, '\s+', ' ', 'g'), 80) FROM pg_stat_activity
        WHERE datname = $1 AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND xact_start IS NOT NULL AND state <> 'idle'
        """;

    private const int LongestWait = 5;

    private static readonly ConcurrentDictionary<PostgresInventory, bool> Open = [];

    private readonly string _service;
    private readonly NpgsqlDataSource _admin;
    private readonly Lock _gate = new();
    private ImmutableHashSet<string>? _before;
    private (string Name, NpgsqlDataSource Source)? _common;
    private ImmutableArray<Trace> _seen = [];

    private bool _isAway;

    public PostgresInventory(string service, NpgsqlDataSource admin) => (_service, _admin) = (service, admin);

    public static IEnumerable<PostgresInventory> OfThisProcess => Open.Keys;

    /// <summary>Before a test has its part. Whatever there is at the first time no test has left.</summary>
    public void Remember()
    {
        lock (_gate)
        {
            _before ??= TryRead(_admin, OfTheServer);
            _isAway = _before is null;
            Open[this] = true;
        }
    }

    /// <summary>Looks into the database that tests share, too. Whatever there is in it now no test has left.</summary>
    public void Share(string database, NpgsqlDataSource source)
    {
        if (TryRead(source, OfADatabase) is { } made)
        {
            lock (_gate)
            {
                _before = _before?.Union(made);
                _common = (database, source);
            }
        }
    }

    /// <summary>Where the server does not answer, what there was before; it is not asked again until the next test wants a part.</summary>
    public IEnumerable<Trace> Traces()
    {
        lock (_gate)
        {
            try
            {
                if (!_isAway)
                {
                    _seen =
                    [
                        .. Left(_admin, OfTheServer),
                        .. _common is { } common ? Left(common.Source, OfADatabase).Concat(Sessions(common.Name)) : [],
                    ];
                }
            }
            catch (Exception e) when (IsOfTheServer(e))
            {
                // That it has ended, or has no connection left, is told elsewhere.
                _isAway = true;
            }

            return _seen;
        }
    }

    /// <summary>Before a test's own database is dropped: what is still going on in it is a leak of that test.</summary>
    public async ValueTask NoteSessionsAsync(string database)
    {
        if (!LeakLedger.IsUsed || !LeakLedger.OfThisProcess.HasRunning)
        {
            return;
        }

        try
        {
            Trace[] open = [.. Sessions(database)];
            for (var waited = Stopwatch.StartNew(); open.Length > 0 && waited.Elapsed < LeakAudit.Grace;)
            {
                await Task.Delay(20).ConfigureAwait(false);
                open = [.. Sessions(database)];
            }

            foreach (Trace session in open)
            {
                LeakLedger.OfThisProcess.Note(session.Sentence);
            }
        }
        catch (Exception e) when (IsOfTheServer(e))
        {
            // With the server, its sessions have ended.
        }
    }

    public ValueTask DisposeAsync()
    {
        Open.TryRemove(this, out _);
        return _common?.Source.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    private IEnumerable<Trace> Left(NpgsqlDataSource source, string query) => Read(source, query)
        .Where(row => !_before!.Contains(Name(row)))
        .Select(row => new Trace($"{_service}: {Name(row)}", $"the {Name(row)} on the server of '{_service}'. Drop it."));

    private IEnumerable<Trace> Sessions(string database) => Read(_admin, OpenSessions, database).Select(row => new Trace(
        $"{_service}: session {row[0]}",
        $"a session on the server of '{_service}' that is {row[1]}, with '{row[2]}'. End its transaction and dispose of the connection."));

    /// <summary>Null: the server does not answer.</summary>
    private static ImmutableHashSet<string>? TryRead(NpgsqlDataSource source, string query)
    {
        try
        {
            return [.. Read(source, query).Select(Name)];
        }
        catch (Exception e) when (IsOfTheServer(e))
        {
            return null;
        }
    }

    private static string Name(string[] row) => $"{row[0]} {row[1]}";

    private static bool IsOfTheServer(Exception e) => e is NpgsqlException or ObjectDisposedException;

    private static List<string[]> Read(NpgsqlDataSource source, string query, params string[] parameters)
    {
        using NpgsqlCommand command = source.CreateCommand(query);
        command.CommandTimeout = LongestWait;
        foreach (string parameter in parameters)
        {
            command.Parameters.AddWithValue(parameter);
        }

        using NpgsqlDataReader reader = command.ExecuteReader();
        List<string[]> rows = [];
        while (reader.Read())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)]);
        }

        return rows;
    }
}
