using Npgsql;

namespace Windtunnel.Environments;

/// <summary>Copies of one database, one for each test. Some are made before they are asked for, so that a test seldom waits for its own;
/// what tests are done with is dropped when no copy is wanted.</summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="admin">As a user who may create databases.</param>
/// <param name="names">Names them.</param>
/// <param name="template">What they are copies of. Nobody is connected to it.</param>
internal sealed class DatabaseCopies(NpgsqlDataSource admin, DatabaseNames names, string template)
{
    private const int MostReady = 4;
    private const int MostDone = 16;

    private readonly Lock _gate = new();
    private readonly Queue<string> _ready = new();
    private readonly Queue<string> _done = new();
    private Task _work = Task.CompletedTask;
    private bool _isWorking;
    private bool _isEnding;
    private int _wanted;

    /// <summary>How the server copies, a word of its <c>CREATE DATABASE</c>; null: as it does by itself.</summary>
    public string? Strategy { get; set; }

    /// <summary>One that nobody else gets. Each time none is ready, one more is kept ready from then on, up to four.</summary>
    public async Task<string> TakeAsync(CancellationToken cancellation)
    {
        string? database;
        lock (_gate)
        {
            if (!_ready.TryDequeue(out database))
            {
                _wanted = Math.Min(MostReady, _wanted + 1);
            }

            Work();
        }

        return database ?? await CopyAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>One more, made now.</summary>
    public async Task<string> CopyAsync(CancellationToken cancellation)
    {
        string database = names.Next();
        string strategy = Strategy is null ? "" : $" STRATEGY {Strategy}";
        await ExecuteAsync($"CREATE DATABASE {database} TEMPLATE {template}{strategy}", cancellation).ConfigureAwait(false);
        return database;
    }

    /// <summary>Drops one that was taken, in a while. Where tests end faster than databases are dropped, each drops one itself, so that
    /// neither files nor the connections that tests leave open become many.</summary>
    public async ValueTask DropAsync(string database)
    {
        string? tooMany;
        lock (_gate)
        {
            _done.Enqueue(database);
            tooMany = _done.Count > MostDone && !_isEnding ? _done.Dequeue() : null;
            Work();
        }

        if (tooMany is not null)
        {
            await TryDropAsync(tooMany).ConfigureAwait(false);
        }
    }

    /// <param name="dropAll">False: they go by other means.</param>
    public async Task EndAsync(bool dropAll)
    {
        Task work;
        lock (_gate)
        {
            _isEnding = true;
            work = _work;
        }

        await work.ConfigureAwait(false);
        foreach (string database in dropAll ? _done.Concat(_ready) : [])
        {
            await TryDropAsync(database).ConfigureAwait(false);
        }
    }

    private void Work()
    {
        if (!_isWorking && !_isEnding)
        {
            _isWorking = true;
            _work = Task.Run(WorkAsync);
        }
    }

    private async Task WorkAsync()
    {
        while (Next() is { } step)
        {
            await step().ConfigureAwait(false);
        }
    }

    private Func<Task>? Next()
    {
        lock (_gate)
        {
            if (!_isEnding && _ready.Count < _wanted)
            {
                return MakeReadyAsync;
            }

            if (!_isEnding && _done.TryDequeue(out string? database))
            {
                return () => TryDropAsync(database);
            }

            _isWorking = false;
            return null;
        }
    }

    private async Task MakeReadyAsync()
    {
        try
        {
            string database = await CopyAsync(CancellationToken.None).ConfigureAwait(false);
            lock (_gate)
            {
                _ready.Enqueue(database);
            }
        }
        catch (NpgsqlException)
        {
            // The test that asks next makes its own, and is told why that fails.
            lock (_gate)
            {
                _wanted = 0;
            }
        }
    }

    private async Task TryDropAsync(string database)
    {
        try
        {
            await ExecuteAsync($"DROP DATABASE IF EXISTS {database} WITH (FORCE)", CancellationToken.None).ConfigureAwait(false);
        }
        catch (NpgsqlException)
        {
            // The server is gone, or will be: the next owner drops what is left in one that is not ours.
        }
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellation)
    {
        await using NpgsqlCommand command = admin.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }
}
